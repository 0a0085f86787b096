import type { Fleet, ServiceView, Target } from '#core/ports/fleet.ts';
import { draw } from '../chance/draw.ts';
import type { Sim } from '../sim.ts';

const STALE_MS = 5_000;
const HOW_OFTEN = 0.3;

/** A07: right after a change ECS may answer once with what was true before it. */
export function staleViews(sim: Sim, { view }: Pick<Fleet, 'view'>) {
  const before = new Map<string, { view: ServiceView; until: number }>();
  const nameOf = ({ cluster, service }: Target): string => `${cluster}/${service}`;
  return {
    /** To be called before each change. */
    async remember(target: Target): Promise<void> {
      const now = await view(target);
      if (now) before.set(nameOf(target), { view: now, until: sim.clock.now() + STALE_MS });
    },
    async view(target: Target): Promise<ServiceView | undefined> {
      const name = nameOf(target);
      const old = before.get(name);
      before.delete(name);
      const isStale = old && sim.clock.now() <= old.until && draw(sim.seed, `stale ${name} ${old.until}`) < HOW_OFTEN;
      return isStale ? old.view : view(target);
    },
  };
}
