import type { Environment, Stored } from '#core/ledger/items.ts';
import { executionName, isTerminal, parseReleaseId, releaseId } from '#core/release/release.ts';
import { SERVICE } from '../story/service-config.ts';
import type { Check, Facts, Mutation } from './facts.ts';
import { changesOf, deploymentIn, environmentIn, isEnvironment, releaseIn } from './read-ledger.ts';

const FORWARD = 'start-deployment';

/** S1, S2, S4, S10, S15, S18: who may touch ECS, how often, with what proof, and never over somebody else. */
export function exclusion(facts: Facts): Check {
  const begun = new Map<string, number>();
  return {
    onMutation: (mutation) => checkMutation(facts, begun, mutation),
    onCommit(changes) {
      for (const change of changesOf<Stored<Environment>>(changes, isEnvironment)) checkTakeover(facts, change);
    },
  };
}

function checkMutation(facts: Facts, begun: Map<string, number>, { by, target, kind, taskDefinition }: Mutation): void {
  const { ledger, world, violate } = facts;
  if (!by) violate('S1', `nobody's ${kind} of ${target.cluster}/${target.service}`);
  const [release = '', stage = ''] = by?.subject.split('/') ?? [];
  const about = `${by?.name} of ${release} at ${stage}/${target.name}`;
  const environment = environmentIn(ledger, stage);
  const holder = environment?.holder?.release;
  if (holder !== parseReleaseId(release)?.number)
    violate('S4', `${about} changes ECS, but ${holder ? `${SERVICE}#${holder}` : 'nobody'} has the lock`);
  const direction = by?.name === FORWARD ? 'forward' : 'rollback';
  const intent = deploymentIn(ledger, [release, stage, target.name], direction);
  if (!intent) violate('S18', `${about} changes ECS without an intent in the ledger`);
  const primary = world.ecs.serviceOf(target)?.view.deployments[0]?.taskDefinition;
  const forward = deploymentIn(ledger, [release, stage, target.name], 'forward');
  if (isWithoutEffect(kind, { primary, asked: taskDefinition, own: forward?.taskDefinition })) return;
  countOnce(facts, begun, `${release} ${stage} ${target.name} ${direction} ${kind}`);
  if (direction === 'rollback')
    checkTarget(
      facts,
      about,
      intent?.taskDefinition,
      (releaseIn(ledger, release)?.turnsBack?.goesTo ?? environment?.current)?.taskDefinitions[target.name],
    );
  // Where something was healthy, only that may be replaced; elsewhere whatever was there when the intent was made.
  const own = [environment?.current?.taskDefinitions[target.name] ?? forward?.from, forward?.taskDefinition];
  if (!own.includes(primary) && world.ecs.touchedAt(target) < (by?.viewedAt ?? 0))
    violate('S15', `${about} overwrites ${primary}, which somebody else deployed`);
}

/** ECS does nothing when it is asked for what is there, or to stop what is going back already. */
const isWithoutEffect = (
  kind: Mutation['kind'],
  { primary, asked, own }: Record<'primary' | 'asked' | 'own', string | undefined>,
): boolean => (kind === 'deploy' ? primary === asked : primary !== own);

function countOnce({ violate }: Facts, begun: Map<string, number>, name: string): void {
  const times = (begun.get(name) ?? 0) + 1;
  begun.set(name, times);
  if (times > 1) violate('S2', `${name} was begun ${times} times`);
}

function checkTarget({ violate }: Facts, about: string, goesTo: string | undefined, current: string | undefined): void {
  if (!current || goesTo !== current) violate('S10', `${about} goes back to ${goesTo}, but should to ${current}`);
}

/** K02: a lock is taken over only from the dead. */
function checkTakeover(
  { ledger, executions, violate }: Facts,
  { before, after }: { before: Environment | undefined; after: Environment | undefined },
): void {
  if (after && before && after.fence < before.fence)
    violate('S4', `the fence of ${after.stage} went back from ${before.fence} to ${after.fence}`);
  if (!before?.holder || !after?.holder || before.holder.release === after.holder.release) return;
  const loser = releaseIn(ledger, releaseId({ service: SERVICE, number: before.holder.release }));
  if (!loser || isTerminal(loser.state)) return;
  if (executions.get(executionName(loser)) === 'RUNNING')
    violate(
      'K02',
      `${SERVICE}#${after.holder.release} took ${after.stage} over from ${SERVICE}#${loser.number}, which is alive and ${loser.state}`,
    );
}
