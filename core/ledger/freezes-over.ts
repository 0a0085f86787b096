import { covers, sayFreezeScope } from '../admission/freezes.ts';
import type { Freeze } from './items.ts';

/** The freezes that cover a stage of a service, each with what it freezes in words. */
export const freezesOver = (
  freezes: readonly Freeze[],
  service: string,
  stage: string,
): (Freeze & { what: string })[] =>
  freezes
    .filter((freeze) => covers(freeze, service, stage))
    .map((freeze) => ({ ...freeze, what: sayFreezeScope(freeze) }));
