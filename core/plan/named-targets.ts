import type { StageConfig } from '../config/schema.ts';
import type { Target } from '../ports/fleet.ts';

/** The targets of a stage; one without a name goes by that of its ECS service. */
export const namedTargets = ({ targets }: Pick<StageConfig, 'targets'>): Target[] =>
  targets.map((target) => ({ ...target, name: target.name ?? target.service }));
