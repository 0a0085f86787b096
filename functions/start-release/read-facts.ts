import type { EventFacts } from '#core/cdevents/release-events.ts';
import type { Artifact, DeploymentRecord, LedgerEvent, Run, StoredRelease } from '#core/ledger/items.ts';
import { deploymentPrefix, keys, releasePartition } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { parseReleaseId } from '#core/release/release.ts';
import { executionPage } from '#functions/steps/execution-page.ts';

export interface ReadFactsPorts {
  table: Table;
  /** Which installation this is: the source of its CDEvents. */
  source: string;
  /** Where executions are shown. */
  console: string;
}

/** Which kinds of events say something that stands elsewhere in the ledger. */
const TOLD_BY_OTHERS: ReadonlySet<LedgerEvent['kind']> = new Set([
  'accepted',
  'prepared',
  'artifact',
  'deployed',
  'ended',
]);

/** What a CDEvent says besides the event itself. None of it changes once the event was written. */
export async function readFacts({ table, source, console }: ReadFactsPorts, event: LedgerEvent): Promise<EventFacts> {
  const id = parseReleaseId(event.release);
  const nothing: EventFacts = { execution: source };
  if (!id || !TOLD_BY_OTHERS.has(event.kind)) return nothing;
  const release = (await table.read(keys.release(id.service, id.number))) as StoredRelease | undefined;
  if (!release) return nothing;
  const [artifact, run, wentBack] = await Promise.all([
    release.digest ? table.read(keys.artifact(id.service, release.sha)) : undefined,
    event.stage ? table.read(keys.run(event.release, event.stage)) : undefined,
    event.stage && event.kind === 'ended' ? isTakenBack(table, event.release, event.stage) : undefined,
  ]);
  const image = artifact && (artifact as unknown as Artifact).image.replace(/@.*$/, `@${release.digest}`);
  const { executionArn } = release;
  return {
    release,
    run: run as unknown as Run | undefined,
    image,
    wentBack,
    execution: executionArn ? executionPage(console, executionArn) : source,
  };
}

async function isTakenBack(table: Table, release: string, stage: string): Promise<boolean> {
  const deployments = await table.list(releasePartition(release), { prefix: deploymentPrefix(stage) });
  return deployments.some((item) => (item as unknown as DeploymentRecord).direction === 'rollback');
}
