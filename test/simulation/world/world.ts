import { type MemoryChat, memoryChat } from '#adapters/memory/chat.ts';
import type { ServiceConfig } from '#core/config/schema.ts';
import type { Target } from '#core/ports/fleet.ts';
import type { WakingEvent } from '#functions/resume-waits/resume-waits.ts';
import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';
import type { WebhookAnswer } from '#functions/steps/webhook/webhook-answer.ts';
import type { Ask } from '#functions/verify-stage/verify-stage.ts';
import type { Sim } from '../sim.ts';
import { alarmOf, targetsOf } from '../story/service-config.ts';
import type { Behaviour, Setup } from '../story/story.ts';
import { type Builds, createBuilds, FIRST_IMAGE } from './builds.ts';
import { type Ci, createCi } from './ci.ts';
import { createEcs, type Ecs } from './ecs.ts';
import { createMigrations, type Migrations } from './migrations.ts';
import { createMonitoring, type Monitoring } from './monitoring.ts';
import { replaying } from './replay.ts';
import { createRepository, digestOf, type Repository } from './repository.ts';

/** Everything outside of Bakewatch, with a truth of its own. */
export interface World {
  ecs: Ecs;
  monitoring: Monitoring;
  builds: Builds;
  migrations: Migrations;
  repository: Repository;
  ci: Ci;
  chat: MemoryChat;
  web: { ask: Ask };
}

export interface WorldOptions {
  config: ServiceConfig;
  setup: Setup;
  post(request: EdgeRequest): Promise<WebhookAnswer>;
  emit(event: WakingEvent): void;
  onAlarm(name: string, to: string): void;
  onLook(target: Target): void;
}

const ALARM_AFTER_MS = 70_000;
const FLAP_MS = 20_000;
const RECOVERS_AFTER_MS = 60_000;

export async function createWorld(
  sim: Sim,
  { config, setup, post, emit, onAlarm, onLook }: WorldOptions,
): Promise<World> {
  const targets: Target[] = config.stages.flatMap(targetsOf);
  const ci = createCi(sim, setup, post);
  const repository: Repository = createRepository(
    sim,
    replaying(sim, post, () => repository),
    ci,
  );
  const { behaviourOf, commitOf } = repository;
  const behaviourOfImage = (digest: string): Behaviour => behaviourOf(commitOf(digest) ?? '');
  const monitoring = createMonitoring(sim, {
    names: config.stages.map(({ name }) => alarmOf(name)),
    trafficSince: () => (runs('no traffic') ? 0 : 1_000),
    emit,
    onAlarm,
  });
  const ecs = await createEcs(sim, {
    targets,
    firstDigest: digestOf(FIRST_IMAGE),
    startOf: (digest) => STARTS[behaviourOfImage(digest)] ?? 'starts',
    emit,
    onLook,
    onArrived: (target, digest) => watch(target.cluster, behaviourOfImage(digest)),
  });
  const runs = (behaviour: Behaviour, stage?: string): boolean =>
    ecs.targets.some((target) => {
      const taskDefinition = ecs.serviceOf(target)?.tasks[0]?.taskDefinition;
      return (
        (!stage || stage === target.cluster) &&
        taskDefinition !== undefined &&
        behaviourOfImage(ecs.digestOf(taskDefinition)) === behaviour
      );
    });

  /** What runs decides how the alarm of its stage fares. */
  const watch = (stage: string, behaviour: Behaviour): void => {
    const name = alarmOf(stage);
    const after = (ms: number, run: () => void): void => void sim.clock.at(sim.clock.now() + ms, run);
    if (behaviour === `alarms in ${stage}`) {
      after(ALARM_AFTER_MS, () => runs(behaviour, stage) && monitoring.set(name, 'ALARM', 'too many errors'));
    } else if (behaviour === `flaps in ${stage}`) {
      after(ALARM_AFTER_MS, () => runs(behaviour, stage) && monitoring.set(name, 'ALARM', 'a burst of errors'));
      after(ALARM_AFTER_MS + FLAP_MS, () => monitoring.set(name, 'OK', 'the burst is over'));
    } else if (monitoring.stateOf(name) === 'ALARM') {
      after(RECOVERS_AFTER_MS, () => runs(behaviour, stage) && monitoring.set(name, 'OK', 'no more errors'));
    }
  };

  return {
    ecs,
    monitoring,
    repository,
    ci,
    chat: memoryChat(),
    builds: createBuilds(sim, { behaviourOf, digestOf }),
    migrations: createMigrations(sim, (revision) => behaviourOfImage(ecs.digestOf(revision)) === 'migration fails'),
    web: {
      async ask(url) {
        const stage = /^http:\/\/(\w+)\//.exec(url)?.[1] ?? '';
        return { status: runs('tests fail', stage) ? 500 : 200, body: 'hello' };
      },
    },
  };
}

const STARTS: Partial<Record<Behaviour, 'never starts' | 'hangs'>> = { 'never starts': 'never starts', hangs: 'hangs' };
