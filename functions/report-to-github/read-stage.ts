import type { Environment, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import type { ReportedStage } from '#core/reports/deployment-status.ts';

/** A stage as it is now; undefined when the release has not entered it. */
export async function readStage(
  table: Table,
  release: StoredRelease,
  stage: string,
): Promise<(ReportedStage & { environment: Environment }) | undefined> {
  const [run, environment] = (await Promise.all([
    table.read(keys.run(releaseId(release), stage)),
    table.read(keys.environment(release.service, stage)),
  ])) as [Stored<Run> | undefined, Stored<Environment> | undefined];
  if (!(run?.enteredAt && environment)) return undefined;
  const { turning } = environment;
  const turn = turning ? ((await table.read(keys.release(release.service, turning))) as StoredRelease) : undefined;
  return { run, environment, turn };
}
