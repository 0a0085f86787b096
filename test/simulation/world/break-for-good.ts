import type { ServiceConfig } from '#core/config/schema.ts';
import type { Sim } from '../sim.ts';
import { alarmOf } from '../story/service-config.ts';
import type { Dependency, Setup } from '../story/story.ts';
import type { World } from './world.ts';

/** What a story's setup says is dead stops working then, and nobody mends it. */
export function breakForGood(sim: Sim, { dead }: Setup, { stages }: ServiceConfig, world: World): void {
  if (!dead) return;
  const kill: Record<Dependency, () => void> = {
    chat: () => world.chat.break(new Error('slack.com answered 503')),
    repository: () => world.repository.break(true),
    alarms() {
      for (const { name } of stages) world.monitoring.makeUnreadable(alarmOf(name));
    },
    'fleet reads': () => world.ecs.blind(),
    builds: () => world.builds.hang(),
  };
  sim.clock.at(sim.start + dead.at, () => {
    sim.chronicle.tell(`from now on nothing comes from: ${dead.what}`);
    kill[dead.what]();
  });
}

/** Whether what a story lacks is mended in the end. */
export const isMended = ({ dead }: Setup, what: Dependency): boolean => dead?.what !== what;
