import type { CommandOf } from '#core/commands/command.ts';
import { judgeEmergency } from '#core/commands/judge-emergency.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { put, record } from '#core/ledger/record.ts';
import type { Decided, ObeyPorts, OrderContext } from './order-context.ts';
import { findRelease, findRun, noRelease } from './read-about.ts';

/** Lets a release pass windows, approvals and bakes, loudly. */
export async function emergency(
  { table }: ObeyPorts,
  { command: { release: id }, by, reason, at, services }: OrderContext<CommandOf<'emergency'>>,
): Promise<Decided> {
  const release = await findRelease(table, id);
  if (!release) return noRelease(id);
  const judged = judgeEmergency({ release, config: services[0]?.config ?? {}, by, reason, now: at });
  if (judged.refused !== undefined) return judged;
  const { emergency: asked, sentence, message } = judged.effect;
  const { stage } = release;
  const run = asked.isInForce ? await findRun(table, id, stage) : undefined;
  const isIn = run?.enteredAt !== undefined && run.leftAt === undefined;
  return {
    changes: [
      ...record(release, { kind: 'emergency', at, actor: by, stage, sentence, page: true, set: { emergency: asked } }),
      ...(run && isIn ? [put(keys.run(id, run.stage), run, { ...run, isEmergency: true as const })] : []),
    ],
    wakes: stage === undefined ? [] : [wakeKeys.stage(release.service, stage)],
    message,
  };
}
