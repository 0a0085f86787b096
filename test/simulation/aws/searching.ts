import { findLostPushes } from '#functions/find-lost-pushes/find-lost-pushes.ts';
import type { Sim } from '../sim.ts';
import { invokeLater } from './event-bus.ts';
import type { Ports } from './functions.ts';
import type { Lambda } from './lambda.ts';

const TIMEOUT_MS = 110_000;
/** As infra/installation.ts has it. */
export const SEARCH_EVERY_MS = 120_000;

const search = (ports: Pick<Ports, 'table' | 'sourceHost'> & { now: () => number }): Promise<unknown> =>
  findLostPushes({ ...ports, hooks: new Map(), patience: { attempts: 8, pause: async () => undefined } });

/**
 * EventBridge's rule for find-lost-pushes, in an installation without a token: branch heads alone are compared. Its first look, by
 * which it knows where the branch was before, belongs to the installation, and goes well.
 */
export async function beginSearching(
  sim: Sim,
  lambda: () => Lambda<Ports>,
  first: Pick<Ports, 'table' | 'sourceHost'>,
): Promise<void> {
  await search({ ...first, now: sim.clock.now });
  const again = (): void => {
    void invokeLater(sim, () =>
      lambda().run({ name: 'find-lost-pushes', subject: 'search', timeoutMs: TIMEOUT_MS }, search),
    );
    sim.clock.at(sim.clock.now() + SEARCH_EVERY_MS, again);
  };
  sim.clock.at(sim.clock.now() + SEARCH_EVERY_MS, again);
}
