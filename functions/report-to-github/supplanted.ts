import type { Environment, Report, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import type { ReportedStage } from '#core/reports/deployment-status.ts';

/** Releases that had the stage before this one and are still shown as if they had: it is theirs no more. */
export async function supplanted(
  table: Table,
  { service, number, turnsBack }: StoredRelease,
  { run, environment }: ReportedStage & { environment: Environment },
): Promise<string[]> {
  const before = [run.rollbackTo?.release, turnsBack?.from?.release, environment.turning].filter(
    (one): one is number => one !== undefined && one !== number,
  );
  const shown = await Promise.all(
    [...new Set(before)].map(async (one) => {
      const report = (await table.read(keys.report(`${service}#${one}`))) as unknown as Report | undefined;
      return report?.deployments?.[environment.stage]?.state === 'success' ? [`${service}#${one}`] : [];
    }),
  );
  return shown.flat();
}
