import type { ServiceConfig } from '#core/config/schema.ts';
import type { Target } from '#core/ports/fleet.ts';

/** The targets of a stage as it is configured now; undefined when it is no longer. */
export const targetsOf = (config: ServiceConfig | undefined, stage: string): Target[] | undefined =>
  config?.stages
    .find(({ name }) => name === stage)
    ?.targets.map((target) => ({ ...target, name: target.name ?? target.service }));
