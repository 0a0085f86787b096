import type { Freeze } from '../ledger/items.ts';

/** Whether a freeze covers a stage of a service. */
export const covers = (freeze: Pick<Freeze, 'service' | 'stage'>, service: string, stage: string): boolean =>
  (freeze.service === undefined || freeze.service === service) &&
  (freeze.stage === undefined || freeze.stage === stage);

/** `everything`, `hello`, `hello production`, `production of every service`. */
export function sayFreezeScope({ service, stage }: Pick<Freeze, 'service' | 'stage'>): string {
  if (service === undefined) return stage === undefined ? 'everything' : `${stage} of every service`;
  return stage === undefined ? service : `${service} ${stage}`;
}
