import { type Deployment, deployedAt, deploymentsTo, type Passage } from '#core/delivery/deployments.ts';
import type { DeploymentRecord, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { deploymentPrefix, keys, releasePartition } from '#core/ledger/keys.ts';
import type { ReadTable } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import { recentReleases } from '#functions/steps/recent-releases.ts';
import { readConfig } from './read-overview.ts';

/** How many releases are looked at first; each further look is twice as deep. */
const FIRST_LOOK = 50;

export interface Delivery {
  service: string;
  /** The last stage, as the service is configured now. Absent: it is not configured any more. */
  stage?: string;
  /** At least those that went forward there since then. */
  deployments: Deployment[];
}

/** What went forward in the last stage of a service since a moment, and what became of it. */
export async function readDelivery(table: ReadTable, service: string, since: number): Promise<Delivery> {
  const listed = await table.read(keys.listedService(service));
  const config = await readConfig(table, service, listed?.['repositoryId']);
  const stage = config?.config.stages.at(-1)?.name;
  if (stage === undefined) return { service, deployments: [] };
  return { service, stage, deployments: deploymentsTo(stage, await readPassages(table, { service, stage, since })) };
}

/**
 * Newest first, until one went forward before that moment. Then all older ones did so earlier still: whoever reaches a stage supersedes the
 * older ones that wait for it.
 */
async function readPassages(
  table: ReadTable,
  { service, stage, since }: { service: string; stage: string; since: number },
): Promise<Passage[]> {
  const passages: Passage[] = [];
  for (let limit = FIRST_LOOK; ; limit *= 2) {
    const releases = await recentReleases(table, service, limit);
    const oldest = passages.at(-1)?.release.number ?? Number.POSITIVE_INFINITY;
    const older = releases.filter(({ number }) => number < oldest);
    passages.push(...(await Promise.all(older.map((release) => readPassage(table, release, stage)))));
    const isOver = passages.some((passage) => (deployedAt(passage) ?? since) < since);
    if (isOver || releases.length < limit) return passages;
  }
}

async function readPassage(table: ReadTable, release: StoredRelease, stage: string): Promise<Passage> {
  const id = releaseId(release);
  const run = release.turnsBack ? undefined : ((await table.read(keys.run(id, stage))) as Stored<Run> | undefined);
  if (run?.enteredAt === undefined) return { release, changes: [] };
  const changes = await table.list(releasePartition(id), { prefix: deploymentPrefix(stage) });
  return { release, run, changes: changes as Stored<DeploymentRecord>[] };
}
