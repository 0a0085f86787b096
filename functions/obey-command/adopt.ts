import type { CommandOf } from '#core/commands/command.ts';
import { type FoundTarget, judgeAdopt } from '#core/commands/judge-adopt.ts';
import { revisionNow } from '#core/deployment/primary-of.ts';
import { wakeKeys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import { releaseId } from '#core/release/release.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import type { Decided, ObeyPorts, OrderContext } from './order-context.ts';
import { findEnvironment, noEnvironment } from './read-about.ts';
import { targetsOf } from './targets-of.ts';

/** What somebody deployed by hand becomes what a rollback goes to. */
export async function adopt(
  { table, fleet }: ObeyPorts,
  { command, by, reason, at, services }: OrderContext<CommandOf<'adopt'>>,
): Promise<Decided> {
  const { service, stage, revisions } = command;
  const environment = await findEnvironment(table, service, stage);
  if (!environment) return noEnvironment(service, stage);
  const targets = targetsOf(services[0]?.config, stage);
  if (!targets) return { refused: `${service} has no stage ${stage} in its configuration any more` };
  const found = await Promise.all(targets.map((target) => findPrimary(fleet, target)));
  const judged = judgeAdopt({ environment, found, revisions, now: at });
  if (judged.refused !== undefined) return judged;
  const current = judged.effect;
  const what = `adopted ${revisions.join(', ')} in ${stage}`;
  return {
    changes: [
      change(environment, { ...environment, current }),
      ...record(await readRelease(table, releaseId({ service, number: current.release })), {
        kind: 'resumed',
        at,
        actor: by,
        stage,
        sentence: `${by} ${what}: ${reason}`,
      }),
    ],
    wakes: [wakeKeys.stage(service, stage)],
    message: `${what} of ${service}`,
  };
}

async function findPrimary(fleet: Fleet, target: Target): Promise<FoundTarget> {
  const view = await fleet.view(target);
  const primary = revisionNow(view);
  return { name: target.name, primary, image: primary ? await fleet.imageOf(target, primary) : undefined };
}
