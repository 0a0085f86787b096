import type { Target } from '#core/ports/fleet.ts';
import type { Check, Facts } from './facts.ts';

/** S16: nobody but people says how many tasks there are, and nothing that we ask for leaves fewer running. */
export function capacity({ world, violate }: Facts): Check {
  return {
    onWorld(target: Target) {
      const now = world.ecs.serviceOf(target);
      if (now?.view.status !== 'ACTIVE') return;
      const { desired } = now.view;
      const wanted = world.ecs.wanted(target);
      const where = `${target.cluster}/${target.service}`;
      if (desired !== wanted) violate('S16', `${where} has desiredCount ${desired}, and people want ${wanted}`);
      // Somebody may have stopped a task, or asked for more, a moment ago.
      if (world.ecs.touchedAt(target) === 0 && now.tasks.length < wanted)
        violate('S16', `${now.tasks.length} of ${wanted} tasks run in ${where}, and nobody has touched it`);
    },
  };
}
