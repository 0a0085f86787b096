import type { Sim } from '../sim.ts';
import type { Setup } from '../story/story.ts';
import { drawBetween } from './draw.ts';

const JUMPS_EVERY_MS = 600_000;

/** The clock of one invocation, epoch ms: off by up to `setup.skewMs` either way. `serial` tells the sandboxes apart. */
export function clockOf(
  { seed, clock }: Pick<Sim, 'seed' | 'clock'>,
  { skewMs, clocks = 'sandbox' }: Pick<Setup, 'skewMs' | 'clocks'>,
  { name, serial }: { name: string; serial: number },
): () => number {
  if (skewMs === 0) return clock.now;
  const off = (which: string): number => drawBetween(seed, `skew ${which}`, -skewMs, skewMs);
  if (clocks === 'jumping') return () => clock.now() + off(`${name} ${Math.floor(clock.now() / JUMPS_EVERY_MS)}`);
  const skew = off(clocks === 'sandbox' ? String(serial) : name);
  return () => clock.now() + skew;
}
