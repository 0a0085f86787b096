import type { ServiceConfig } from '#core/config/schema.ts';
import { namedTargets } from '#core/plan/named-targets.ts';
import type { Target } from '#core/ports/fleet.ts';

/** The targets of a stage as it is configured now; undefined when it is no longer. */
export function targetsOf(config: ServiceConfig | undefined, stageName: string): Target[] | undefined {
  const stage = config?.stages.find(({ name }) => name === stageName);
  return stage && namedTargets(stage);
}
