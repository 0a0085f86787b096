import { primaryOf } from '../deployment/primary-of.ts';
import type { DeploymentRecord, Environment } from '../ledger/items.ts';
import type { ServiceDeployment, ServiceView } from '../ports/fleet.ts';
import { sayRevision } from '../words/say-time.ts';

export interface RollbackFacts {
  target: string;
  environment: Environment;
  /** The forward deployment of this release to this target, when one was ever intended. */
  forward: DeploymentRecord | undefined;
  view: ServiceView | undefined;
}

export type RollbackStep =
  /** ECS was never asked for anything: nothing to undo. */
  | { kind: 'untouched' }
  /** Nothing was ever healthy here: traffic stays as it is and somebody is called. */
  | { kind: 'no target'; reason: string }
  | { kind: 'stop'; serviceDeployment: string; to: string; digest: string }
  | { kind: 'redeploy'; to: string; digest: string }
  /** It is there already, or on its way: only the proof is missing. */
  | { kind: 'prove'; to: string; digest: string }
  | { kind: 'impossible'; reason: string };

const STOPPABLE = new Set(['PENDING', 'IN_PROGRESS']);

/**
 * How to get this target back. The way back is always `current` of the ledger, never what ECS calls its last one: that may
 * be a release that was found bad.
 */
export function planRollback({ target, environment, forward, view }: RollbackFacts): RollbackStep {
  if (!forward) return { kind: 'untouched' };
  if (view?.status !== 'ACTIVE') return { kind: 'impossible', reason: `the ECS service of ${target} is gone` };
  const primary = primaryOf(view)?.taskDefinition;
  // Each intent has a revision of its own, so the revision tells whose deployment it is; clocks would not.
  const own = view.serviceDeployments.find((d) => d.taskDefinition === forward.taskDefinition);
  const asked = forward.requestedAt !== undefined || own !== undefined || primary === forward.taskDefinition;
  if (!asked) return { kind: 'untouched' };

  const { current } = environment;
  const to = current?.taskDefinitions[target];
  if (!current || !to)
    return {
      kind: 'no target',
      reason: `nothing was ever healthy in ${environment.stage} of ${target}: traffic is left as it is`,
    };
  return wayBack({ target, forward, own, primary }, { to, digest: current.adopted?.[target] ?? current.digest });
}

interface Standing {
  target: string;
  forward: DeploymentRecord;
  own: ServiceDeployment | undefined;
  primary: string | undefined;
}

function wayBack({ target, forward, own, primary }: Standing, back: { to: string; digest: string }): RollbackStep {
  const goesBackByItself = forward.from === back.to;
  if (own && STOPPABLE.has(own.status) && goesBackByItself)
    return { kind: 'stop', serviceDeployment: own.arn, ...back };
  // ECS may not show yet what it was asked for: asking it for what it has is harmless, relying on that is not.
  if (primary === back.to) return { kind: own ? 'prove' : 'redeploy', ...back };
  if (primary !== forward.taskDefinition && primary !== forward.from) {
    return {
      kind: 'impossible',
      reason: `${target} runs ${sayRevision(primary ?? 'nothing')}, which somebody else deployed: it is not overwritten`,
    };
  }
  if (own?.status.startsWith('ROLLBACK_') && own.status !== 'ROLLBACK_FAILED' && goesBackByItself)
    return { kind: 'prove', ...back };
  return { kind: 'redeploy', ...back };
}
