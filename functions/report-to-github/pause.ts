import type { RepositoryId } from '#core/intake/repository-id.ts';
import type { ReportPause, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import { HostBusy } from '#core/ports/host-busy.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import type { ReportPorts } from './ports.ts';

/** A repository whose host was asked in vain is left alone for so long: a host that is away, and one that will not, until somebody mends it. */
const AWAY_MS = 60_000;
const UNWILLING_MS = 60 * 60_000;

/** Why, and until when, the host is not asked about this repository. */
export class Paused extends Error {
  override name = 'Paused';
  readonly until: number;

  constructor({ why, until }: ReportPause) {
    super(why);
    this.until = until;
  }
}

/** Undefined: it may be asked. */
export async function pausedUntil(
  { table, now }: ReportPorts,
  repositoryId: RepositoryId,
): Promise<Paused | undefined> {
  const pause = (await table.read(keys.reportPause(repositoryId))) as Stored<ReportPause> | undefined;
  return pause && pause.until > now() ? new Paused(pause) : undefined;
}

/** The host could not be asked: nobody asks it again about this repository before the moment that is returned. It is logged here, once for each pause. */
export async function pause(
  { table, now, log }: ReportPorts,
  repositoryId: RepositoryId,
  error: Error,
): Promise<number> {
  if (error instanceof Paused) return error.until;
  const until = untilOf(error, now());
  const key = keys.reportPause(repositoryId);
  await settleChange(table, async () => {
    const known = (await table.read(key)) as Stored<ReportPause> | undefined;
    const next: ReportPause = { until: Math.max(until, known?.until ?? 0), why: error.message };
    return { changes: [put(key, known, next)], result: undefined };
  });
  const level = error instanceof RepositoryUnreadable ? 'ERROR' : 'WARN';
  log(
    JSON.stringify({
      level,
      message: `Not reported, and tried again: ${error.message}`,
      until: new Date(until).toISOString(),
    }),
  );
  return until;
}

function untilOf(error: Error, now: number): number {
  if (error instanceof HostBusy) return Math.max(error.until, now + AWAY_MS);
  return now + (error instanceof RepositoryUnreadable ? UNWILLING_MS : AWAY_MS);
}
