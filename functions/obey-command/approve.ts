import { newestIn } from '#core/admission/newest-in.ts';
import type { CommandOf } from '#core/commands/command.ts';
import { judgeApprove, judgeReject } from '#core/commands/judge-approval.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { put, record } from '#core/ledger/record.ts';
import type { Plan } from '#core/plan/plan.ts';
import type { Decided, ObeyPorts, OrderContext } from './order-context.ts';
import { findEnvironment, findRelease, findRun, noRelease } from './read-about.ts';

/** A person's yes or no to one release in one stage. */
export async function approve(
  { table }: ObeyPorts,
  { command, by, reason, at, services }: OrderContext<CommandOf<'approve'> | CommandOf<'reject'>>,
): Promise<Decided> {
  const { release: id, stage, kind } = command;
  const release = await findRelease(table, id);
  if (!release) return noRelease(id);
  const [run, environment, kept] = await Promise.all([
    findRun(table, id, stage),
    findEnvironment(table, release.service, stage),
    table.read(keys.plan(id)),
  ]);
  const judge = kind === 'approve' ? judgeApprove : judgeReject;
  const judged = judge({
    release,
    stage,
    plan: kept?.['plan'] as Plan | undefined,
    run,
    newest: environment ? newestIn(environment) : 0,
    config: services[0]?.config ?? {},
    by,
    reason,
    now: at,
  });
  if (judged.refused !== undefined) return judged;
  const { sentence, message, run: next } = judged.effect;
  const event = kind === 'approve' ? ('approved' as const) : ('rejected' as const);
  return {
    changes: [put(keys.run(id, stage), run, next), ...record(release, { kind: event, at, actor: by, stage, sentence })],
    wakes: [wakeKeys.stage(release.service, stage)],
    message,
  };
}
