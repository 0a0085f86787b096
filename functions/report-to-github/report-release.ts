import type { ServiceConfig } from '#core/config/schema.ts';
import { hostOf } from '#core/intake/repository-id.ts';
import type { ConfigItem, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { parseReleaseId } from '#core/release/release.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { pausedUntil } from './pause.ts';
import type { ReportPorts } from './ports.ts';
import { postpone } from './postpone.ts';
import { sayDeployments } from './say-deployments.ts';
import { sayStatus } from './say-status.ts';
import { endTurn, leaveTurn, takeTurn } from './turn.ts';

export type Reported = 'reported' | 'left to another' | 'later' | 'nothing to report';

/** Looks that one turn has: who asks while it goes on is answered by it. */
const MOST_LOOKS = 5;

/**
 * Brings the host's page of a release up to what the ledger says now: the commit's status, and a deployment for each stage that it has
 * entered. Reads everything anew, so it may be called for any reason and as often as one likes. Never throws for what the host answers:
 * then it is noted, and tried again later. Throws when the ledger cannot be read or written.
 */
export async function reportRelease(ports: ReportPorts, id: string): Promise<Reported> {
  const named = parseReleaseId(id);
  const release = named && ((await ports.table.read(keys.release(named.service, named.number))) as StoredRelease);
  if (!release) return 'nothing to report';
  const config = await readConfig(ports, release);
  if (!config || !isReported(config)) {
    await leaveTurn(ports, release, () => undefined);
    return 'nothing to report';
  }
  let asked = await takeTurn(ports, release);
  if (asked === undefined) return 'left to another';
  try {
    const paused = await pausedUntil(ports, release.repositoryId);
    if (paused) return await postpone(ports, release, paused);
    let said: string | undefined;
    for (let look = 1; asked !== undefined && look <= MOST_LOOKS; look += 1) {
      said = await sayAll(ports, id, config, said);
      asked = await endTurn(ports, release, { asked, said });
    }
    if (asked !== undefined) await leaveTurn(ports, release, (note) => ({ ...note, nextAt: ports.now() }));
    return 'reported';
  } catch (error) {
    return await postpone(ports, release, error as Error);
  }
}

/** The release as it is now, and those that are not in their stages any more because of it. Takes and returns the status that was said last in this turn. */
async function sayAll(
  ports: ReportPorts,
  id: string,
  config: ServiceConfig,
  last: string | undefined,
): Promise<string | undefined> {
  const release = await readRelease(ports.table, id);
  let said = await sayStatus(ports, release, last);
  for (const other of await sayDeployments(ports, release, config)) {
    const { sha } = await readRelease(ports.table, other);
    // Of the same commit: it is this one's turn.
    if (sha === release.sha) said = await sayAll(ports, other, config, said);
    else await reportRelease(ports, other);
  }
  return said;
}

async function readConfig({ table }: ReportPorts, release: StoredRelease): Promise<ServiceConfig | undefined> {
  const item = (await table.read(keys.config(release.repositoryId, release.service))) as Stored<ConfigItem> | undefined;
  return item?.config;
}

/** Only GitHub has commit statuses and deployments as they are said here. */
function isReported({ repository }: ServiceConfig): boolean {
  const { report, id } = (repository ?? {}) as Partial<ServiceConfig['repository']>;
  return report !== false && (id === undefined || hostOf(id) === 'github');
}
