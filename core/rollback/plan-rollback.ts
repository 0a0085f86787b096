import { primaryOf } from '../deployment/primary-of.ts';
import type { DeploymentRecord, Environment, Run } from '../ledger/items.ts';
import type { ServiceDeployment, ServiceView } from '../ports/fleet.ts';
import { type Current, digestOn, revisionOn } from '../release/current.ts';
import { sayRevision } from '../words/say-time.ts';

export interface RollbackFacts {
  target: string;
  environment: Environment;
  /** The forward deployment of this release to this target, when one was ever intended. */
  forward: DeploymentRecord | undefined;
  view: ServiceView | undefined;
  /** A person named what to go back to: nothing of this release's own is there to be undone. */
  named?: Current | undefined;
  /** What the last release that went forward there deployed, however it ended. */
  left?: string | undefined;
  migration?: Run['migration'];
  /** When the way back was decided, and now. */
  decidedAt?: number | undefined;
  now?: number | undefined;
}

export type RollbackStep =
  /** ECS was never asked for anything: nothing to undo. */
  | { kind: 'untouched' }
  /** ECS may have been asked by a call that nobody waits for any more: look again. */
  | { kind: 'unknown'; reason: string }
  /** Nothing was ever healthy here: traffic stays as it is and somebody is called. */
  | { kind: 'no target'; reason: string }
  /** Going back would run the old code on what cannot be undone: it stays, and somebody is called. */
  | { kind: 'irreversible'; reason: string }
  | { kind: 'stop'; serviceDeployment: string; to: string; digest: string }
  | { kind: 'redeploy'; to: string; digest: string }
  /** It is there already, or on its way: only the proof is missing. */
  | { kind: 'prove'; to: string; digest: string }
  | { kind: 'impossible'; reason: string };

const STOPPABLE = new Set(['PENDING', 'IN_PROGRESS']);

/** Longer than a function lives (50 s), and a call that it gave up may still take: after that nothing of it lands any more. */
export const LANDS_WITHIN_MS = 75_000;

/**
 * How to get this target back. The way back is always `current` of the ledger, or what a person named, never what ECS calls its
 * last one: that may be a release that was found bad.
 */
export function planRollback(facts: RollbackFacts): RollbackStep {
  const { target, environment, forward, view, named, migration } = facts;
  if (named) return takeBack(facts, named);
  if (migration && !migration.reversible)
    return {
      kind: 'irreversible',
      reason: `its migration ${sayRevision(migration.taskDefinition)} cannot be undone, so ${target} stays as it is`,
    };
  if (!forward) return { kind: 'untouched' };
  if (view?.status !== 'ACTIVE') return { kind: 'impossible', reason: `the ECS service of ${target} is gone` };
  const primary = primaryOf(view)?.taskDefinition;
  // Each intent has a revision of its own, so the revision tells whose deployment it is; clocks would not.
  const own = view.serviceDeployments.find((d) => d.taskDefinition === forward.taskDefinition);
  const asked = forward.requestedAt !== undefined || own !== undefined || primary === forward.taskDefinition;
  if (forward.requestedAt === undefined && mayStillLand(facts))
    return { kind: 'unknown', reason: `what ECS was asked to do to ${target} is not known yet` };
  if (!asked) return { kind: 'untouched' };

  const { current } = environment;
  const to = revisionOn(current, target);
  if (!current || !to)
    return {
      kind: 'no target',
      reason: `nothing was ever healthy in ${environment.stage} of ${target}: traffic is left as it is`,
    };
  return wayBack({ target, forward, own, primary }, { to, digest: digestOn(current, target) });
}

/**
 * A start that did not come to its end may have given up a call that is yet on its way, even when ECS shows another one of it: it would
 * land over the way back, as ECS takes no fence that would refuse it.
 */
const mayStillLand = ({ decidedAt, now }: RollbackFacts): boolean =>
  decidedAt !== undefined && now !== undefined && now < decidedAt + LANDS_WITHIN_MS;

/** A rollback by hand: only what Bakewatch made healthy there is replaced, or what a release of its own left half-way. */
function takeBack({ target, environment, view, left }: RollbackFacts, named: Current): RollbackStep {
  if (view?.status !== 'ACTIVE') return { kind: 'impossible', reason: `the ECS service of ${target} is gone` };
  const to = revisionOn(named, target);
  if (!to) return { kind: 'impossible', reason: `release ${named.release} never ran on ${target}` };
  const back = { to, digest: digestOn(named, target) };
  const primary = primaryOf(view)?.taskDefinition;
  if (primary === to) return { kind: 'prove', ...back };
  if (primary !== revisionOn(environment.current, target) && primary !== left) return foreign(target, primary);
  return { kind: 'redeploy', ...back };
}

interface Standing {
  target: string;
  forward: DeploymentRecord;
  own: ServiceDeployment | undefined;
  primary: string | undefined;
}

function wayBack({ target, forward, own, primary }: Standing, back: { to: string; digest: string }): RollbackStep {
  const goesBackByItself = forward.from === back.to;
  const isForeign = primary !== forward.taskDefinition && primary !== forward.from && primary !== back.to;
  if (isForeign) return foreign(target, primary);
  if (own && STOPPABLE.has(own.status) && goesBackByItself)
    return { kind: 'stop', serviceDeployment: own.arn, ...back };
  // ECS may not show yet what it was asked for: asking it for what it has is harmless, relying on that is not.
  if (primary === back.to) return { kind: own ? 'prove' : 'redeploy', ...back };
  if (own?.status.startsWith('ROLLBACK_') && own.status !== 'ROLLBACK_FAILED' && goesBackByItself)
    return { kind: 'prove', ...back };
  return { kind: 'redeploy', ...back };
}

const foreign = (target: string, primary: string | undefined): RollbackStep => ({
  kind: 'impossible',
  reason: `${target} runs ${sayRevision(primary ?? 'nothing')}, which somebody else deployed: it is not overwritten`,
});
