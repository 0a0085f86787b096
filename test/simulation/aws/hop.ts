import { drawBetween } from '../chance/draw.ts';
import type { Sim } from '../sim.ts';

/** Sends something over a hop that loses, doubles and delays; and that gives things out of order thereby. */
export function sendOver(
  sim: Sim,
  site: string,
  deliver: () => Promise<unknown>,
  kind: 'hop' | 'webhook' = 'hop',
): void {
  const fault = sim.plan.at(kind, site);
  const sent = sim.clock.now();
  sim.chronicle.trace(`${site} ${fault?.kind ?? 'sent'}`);
  if (fault) sim.chronicle.tell(`fault: ${site} ${SAID[fault.kind] ?? fault.kind}`);
  const at = (ms: number): void => {
    sim.post.lastArrival = Math.max(sim.post.lastArrival, sent + ms);
    sim.clock.at(sent + ms, () => void deliver().catch(() => undefined));
  };
  if (fault?.kind === 'drop') return;
  at(fault?.kind === 'delay' ? fault.ms : drawBetween(sim.seed, `hop ${site} ${sent}`, 20, 400));
  if (fault?.kind === 'twice') at(fault.ms);
}

const SAID: Record<string, string> = { drop: 'is lost', twice: 'comes twice', delay: 'comes late' };
