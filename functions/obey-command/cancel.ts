import type { CommandOf } from '#core/commands/command.ts';
import { judgeCancel } from '#core/commands/judge-cancel.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { put, record } from '#core/ledger/record.ts';
import { releaseId } from '#core/release/release.ts';
import { sayStillHeld } from '#functions/steps/say-still-held.ts';
import type { Decided, ObeyPorts, OrderContext } from './order-context.ts';
import { findRelease, findRun, noRelease } from './read-about.ts';

/** Ends a release that has touched nothing; of one that has, it takes the stage back first. */
export async function cancel(ports: ObeyPorts, order: OrderContext<CommandOf<'cancel'>>): Promise<Decided> {
  const release = await findRelease(ports.table, order.command.release);
  return release ? cancelRelease(ports, order, release) : noRelease(order.command.release);
}

/** The same, of a release that was read already. */
export async function cancelRelease(
  { table }: Pick<ObeyPorts, 'table'>,
  { by, reason, at }: Pick<OrderContext, 'by' | 'reason' | 'at'>,
  release: StoredRelease,
): Promise<Decided> {
  const { stage, service, repositoryId, sha } = release;
  const id = releaseId(release);
  const run = await findRun(table, id, stage);
  const judged = judgeCancel({ release, run, by, reason });
  if (judged.refused !== undefined) return judged;
  const { kind, reason: why, message } = judged.effect;
  const entry = { at, actor: by, stage, set: { cancelled: { by, reason, at } } };
  const wakes = stage === undefined ? [wakeKeys.checks(repositoryId, sha)] : [wakeKeys.stage(service, stage)];
  if (kind === 'end') {
    const held = await sayStillHeld(table, release);
    const changes = record(release, { ...entry, kind: 'ended', to: 'CANCELLED', sentence: `${why}${held}` });
    return { changes, wakes, stops: release.state === 'BUILDING' ? id : undefined, message: `${message}${held}` };
  }
  if (!(run && stage !== undefined)) throw new Error(`${id} is ${release.state} and has no run in ${stage}.`);
  return {
    changes: [
      put(keys.run(id, stage), run, { ...run, rollback: { reason: why, at } }),
      ...record(release, {
        ...entry,
        kind: 'cancelling',
        to: 'CANCELLING',
        sentence: `${why}; takes ${stage} back first`,
      }),
    ],
    wakes,
    message,
  };
}
