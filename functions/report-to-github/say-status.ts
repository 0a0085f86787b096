import type { Reporting, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { ReportRefused } from '#core/ports/reports.ts';
import { isTerminal } from '#core/release/release.ts';
import { commitStatus } from '#core/reports/commit-status.ts';
import type { ReportPorts } from './ports.ts';

/** GitHub takes 1,000 for a commit and a context: the last ones are kept for how it ends. */
const MOST_ON_THE_WAY = 900;

/**
 * Says what the commit has come to, unless that was said last, or a newer release of the same commit speaks for it. Returns what was said, which
 * is remembered when the turn is given back: said twice, it is the same.
 */
export async function sayStatus(
  ports: ReportPorts,
  release: StoredRelease,
  last: string | undefined,
): Promise<string | undefined> {
  const { table, reports } = ports;
  const turn = (await table.read(keys.reporting(release.service, release.sha))) as Stored<Reporting> | undefined;
  if ((turn?.newest ?? 0) > release.number) return last;
  const status = commitStatus(release, release.executionArn && ports.page(release.executionArn));
  const said = JSON.stringify(status);
  if ((last ?? turn?.said) === said) return last;
  if ((turn?.sent ?? 0) >= MOST_ON_THE_WAY && !isTerminal(release.state)) return last;
  const repository = { id: release.repositoryId, name: release.repositoryName };
  await unlessRefused(ports, release, reports.sayStatus(repository, release.sha, status));
  return said;
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
