import { sayDuration } from '#core/config/duration.ts';
import type { Environment, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, STAGE_PREFIX, servicePartition, wakeKeys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Change, Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import { keepsLock } from '#core/rollback/keeps-lock.ts';
import { listServices } from '#functions/steps/list-services.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { wakeAfterwards } from '#functions/steps/wake.ts';

export interface SweepStagesPorts {
  table: Table;
  tokens: Tokens;
  now: Now;
}

/** `overdue`: it was said now; `still overdue`: it was said before. `kept`: a rollback failed there, and a person must look. */
export type StageFinding = 'freed' | 'overdue' | 'still overdue' | 'kept';

/** What changed something: whoever waits for the stage must look. */
const NEWS: ReadonlySet<StageFinding> = new Set(['freed', 'overdue']);

/** A lease is renewed long before it is over; so much past its end nobody can be on the way with it any more. */
const OVERDUE_MS = 5 * 60_000;

/**
 * Looks after every lock: one whose release has ended is freed, and where nobody has renewed a lease for too long somebody is
 * called, once, and whoever waits is woken to look. Two sweeps at once write the same thing once.
 */
export async function sweepStages(ports: SweepStagesPorts): Promise<Record<string, StageFinding>> {
  const services = await listServices(ports.table);
  const found: Record<string, StageFinding> = {};
  for (const { service } of services) {
    const stages = (await ports.table.list(servicePartition(service), {
      prefix: STAGE_PREFIX,
    })) as Stored<Environment>[];
    for (const { stage } of stages) {
      const finding = await settleChange(ports.table, () => judgeLock(ports, service, stage));
      if (!finding) continue;
      found[`${service} ${stage}`] = finding;
      if (NEWS.has(finding)) await wakeAfterwards(ports, [wakeKeys.stage(service, stage)]);
    }
  }
  return found;
}

interface Judged {
  changes: Change[];
  result: StageFinding | undefined;
}

const nothingNew = (result?: StageFinding): Judged => ({ changes: [], result });

async function judgeLock({ table, now }: SweepStagesPorts, service: string, stage: string): Promise<Judged> {
  const environment = (await table.read(keys.environment(service, stage))) as Stored<Environment> | undefined;
  const { holder } = environment ?? {};
  if (!(environment && holder)) return nothingNew();
  const release = (await table.read(keys.release(service, holder.release))) as StoredRelease | undefined;
  if (!release) return nothingNew();
  if (keepsLock(environment)) return nothingNew('kept');
  if (isTerminal(release.state)) return free(environment, release, now());
  return now() < holder.leaseUntil + OVERDUE_MS ? nothingNew() : sayOverdue(table, environment, release, now());
}

function free({ holder: _freed, ...environment }: Stored<Environment>, release: StoredRelease, at: number): Judged {
  const said = record(release, {
    kind: 'settling',
    at,
    actor: 'bakewatch',
    stage: environment.stage,
    sentence: `freed ${environment.stage}, which it still had although it had ended`,
  });
  return { changes: [change(environment as Stored<Environment>, environment), ...said], result: 'freed' };
}

async function sayOverdue(
  table: Table,
  { stage, holder }: Stored<Environment>,
  release: StoredRelease,
  at: number,
): Promise<Judged> {
  const run = (await table.read(keys.run(releaseId(release), stage))) as Stored<Run> | undefined;
  if (!run || (run.overdueAt ?? 0) >= (holder?.since ?? 0)) return nothingNew('still overdue');
  const late = sayDuration(at - (holder?.leaseUntil ?? at));
  const said = record(release, {
    kind: 'overdue',
    at,
    actor: 'bakewatch',
    stage,
    sentence: `nobody has heard of it in ${stage} for ${late} longer than may be: look at its execution, or run \`bakewatch cancel\``,
    page: true,
  });
  return { changes: [change(run, { ...run, overdueAt: at }), ...said], result: 'overdue' };
}
