import type { Reporting, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import { ReportRefused } from '#core/ports/reports.ts';
import { isTerminal } from '#core/release/release.ts';
import { commitStatus } from '#core/reports/commit-status.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import type { ReportPorts } from './ports.ts';

/** GitHub takes 1,000 for a commit and a context: the last ones are kept for how it ends. */
const MOST_ON_THE_WAY = 900;

/** Says what the commit has come to, unless that was said last, or a newer release of the same commit speaks for it. */
export async function sayStatus(ports: ReportPorts, release: StoredRelease): Promise<void> {
  const { table, reports } = ports;
  const key = keys.reporting(release.service, release.sha);
  const turn = (await table.read(key)) as Stored<Reporting> | undefined;
  if ((turn?.newest ?? 0) > release.number) return;
  const status = commitStatus(release, release.executionArn && ports.page(release.executionArn));
  const said = JSON.stringify(status);
  if (turn?.said === said) return;
  if ((turn?.sent ?? 0) >= MOST_ON_THE_WAY && !isTerminal(release.state)) return;
  const repository = { id: release.repositoryId, name: release.repositoryName };
  await unlessRefused(ports, release, reports.sayStatus(repository, release.sha, status));
  await settleChange(table, async () => {
    const now = (await table.read(key)) as Stored<Reporting>;
    return { changes: [put(key, now, { ...now, said, sent: now.sent + 1 })], result: undefined };
  });
}

/** What the host will never take is said once in the log and is done with. Undefined: it was refused. */
export async function unlessRefused<T>(
  { log }: ReportPorts,
  { service, number }: StoredRelease,
  saying: Promise<T>,
): Promise<T | undefined> {
  try {
    return await saying;
  } catch (error) {
    if (!(error instanceof ReportRefused)) throw error;
    log(JSON.stringify({ level: 'ERROR', release: `${service}#${number}`, message: error.message }));
    return undefined;
  }
}
