import type { Environment } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Ledger } from '../aws/observed-table.ts';
import type { Orchestrator } from '../aws/orchestrator.ts';
import type { Sim } from '../sim.ts';
import { isConsoleAct, isPersonAct } from '../story/act-kinds.ts';
import { alarmOf, SERVICE } from '../story/service-config.ts';
import type { Act } from '../story/story.ts';
import { actAsPerson } from './act-as-person.ts';
import { actInConsole } from './act-in-console.ts';
import type { Given } from './give-orders.ts';
import { digestOf } from './repository.ts';
import type { World } from './world.ts';

export interface Actors {
  sim: Sim;
  world: World;
  ledger: Ledger;
  resume(stage: string, how: { adopt?: boolean; fixForward?: boolean }): Promise<unknown>;
  give(command: Given, by?: string, times?: number): Promise<unknown>;
  orchestrator: Pick<Orchestrator, 'byHand' | 'statuses'>;
}

/** Lets a person or the world do one thing. */
export async function performAct(actors: Actors, act: Act): Promise<void> {
  const { world } = actors;
  if (isConsoleAct(act.kind)) return void (await actInConsole(actors, act.kind, act));
  if (isPersonAct(act.kind)) return void (await actAsPerson(actors, act.kind, act));
  const target = world.ecs.targets.find(({ cluster }) => cluster === act.stage);
  if (!target || world.ecs.serviceOf(target)?.view.status !== 'ACTIVE') return;
  switch (act.kind) {
    case 'deploy by hand':
      return world.ecs.deployByHand(target, digestOf(`by hand at ${act.at}`));
    case 'stop a task':
      return world.ecs.stopTask(target);
    case 'scale up':
      return world.ecs.scale(target, 3);
    case 'delete the service':
      return world.ecs.remove(target);
    case 'deregister current':
      return deregisterCurrent(actors, act.stage, target.name);
    case 'resume':
    case 'adopt':
    case 'fix forward':
      await actors.resume(act.stage, { adopt: act.kind === 'adopt', fixForward: act.kind === 'fix forward' });
      return;
    default:
      return disturb(actors, act);
  }
}

async function disturb({ sim, world }: Actors, { kind, stage, ms }: Act): Promise<void> {
  const name = alarmOf(stage);
  const { monitoring } = world;
  const later = (run: () => void): void => void sim.clock.at(sim.clock.now() + ms, run);
  const calm = (): void => monitoring.set(name, 'OK', 'it is over');
  if (kind === 'break the stage') monitoring.set(name, 'ALARM', 'what runs there is broken');
  else if (kind === 'flap the alarm') {
    monitoring.set(name, 'ALARM', 'a neighbour is in trouble');
    later(calm);
  } else if (kind === 'alarm has no data') {
    if (monitoring.stateOf(name) !== 'OK') return;
    monitoring.set(name, 'INSUFFICIENT_DATA', 'no data');
    later(calm);
  } else if (kind === 'alarm is unreadable') {
    sim.chronicle.tell(`the alarm ${name} cannot be read for a while`);
    monitoring.makeUnreadable(name);
    later(() => monitoring.makeReadable(name));
  } else if (kind === 'edit the alarm') monitoring.edit(name);
  else if (kind === 'delete the alarm') {
    monitoring.remove(name);
    later(() => monitoring.restore(name));
  } else breakService({ sim, world }, kind, later);
}

function breakService(
  { sim, world }: Pick<Actors, 'sim' | 'world'>,
  kind: Act['kind'],
  later: (run: () => void) => void,
): void {
  sim.chronicle.tell(`${kind} for a while`);
  if (kind === 'chat is down') {
    world.chat.break(new Error('slack.com answered 503'));
    later(() => world.chat.break(undefined));
  } else {
    world.repository.break(true);
    later(() => world.repository.break(false));
  }
}

/** Somebody cleans up what a rollback would go back to; only when nothing runs it at the moment. */
async function deregisterCurrent({ world, ledger }: Actors, stage: string, target: string): Promise<void> {
  const environment = ledger.get(keys.environment(SERVICE, stage)) as Environment | undefined;
  const current = environment?.current?.taskDefinitions[target];
  if (!current || environment?.holder) return;
  world.ecs.deregister(current);
}
