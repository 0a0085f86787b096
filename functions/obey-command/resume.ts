import type { CommandOf } from '#core/commands/command.ts';
import { judgeResume } from '#core/commands/judge-resume.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, put, record } from '#core/ledger/record.ts';
import { releaseId } from '#core/release/release.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import type { Decided, ObeyPorts, OrderContext } from './order-context.ts';
import { findEnvironment, findRun, noEnvironment } from './read-about.ts';

/** Lifts the hold of a stage; of an inconclusive bake it says that a person takes it for healthy. */
export async function resume(
  { table }: ObeyPorts,
  { command: { service, stage }, by, reason, at }: OrderContext<CommandOf<'resume'>>,
): Promise<Decided> {
  const environment = await findEnvironment(table, service, stage);
  if (!environment) return noEnvironment(service, stage);
  const judged = judgeResume(environment);
  if (judged.refused !== undefined) return judged;
  const { hold, accepts, environment: next } = judged.effect;
  const id = releaseId({ service, number: hold.release });
  const release = await readRelease(table, id);
  const run = accepts ? await findRun(table, id, stage) : undefined;
  return {
    changes: [
      change(environment, next),
      ...record(release, {
        kind: 'resumed',
        at,
        actor: by,
        stage,
        sentence: `${by} lifted the hold on ${stage}: ${reason}`,
        ...(release.leaves ? { set: { leaves: 'resumed' } } : {}),
      }),
      ...(run ? [put(keys.run(id, stage), run, { ...run, accepted: { by, reason, at } })] : []),
    ],
    wakes: [wakeKeys.stage(service, stage)],
    message: `lifted the hold on ${stage} of ${service}`,
  };
}
