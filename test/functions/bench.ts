import { memoryAlarms } from '#adapters/memory/alarms.ts';
import { memoryFleet } from '#adapters/memory/fleet.ts';
import { memoryRegistry } from '#adapters/memory/registry.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import { memoryTokens } from '#adapters/memory/tokens.ts';
import type { Environment, LedgerEvent, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { EVENT_PREFIX, keys, releasePartition } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import { type ReleaseState, releaseId } from '#core/release/release.ts';
import { awaitBake } from '#functions/await-bake/await-bake.ts';
import { awaitDeployment } from '#functions/await-deployment/await-deployment.ts';
import { enterStage } from '#functions/enter-stage/enter-stage.ts';
import { leaveStage } from '#functions/leave-stage/leave-stage.ts';
import { startDeployment } from '#functions/start-deployment/start-deployment.ts';
import { aRelease, digest, image, NOON } from '#test/fixtures/ledger.ts';
import { aStage, TARGET } from '#test/fixtures/stage-plan.ts';

export type Bench = ReturnType<typeof openBench>;

/** Every port in memory, a service that runs `image('5')`, a green alarm, and the steps that the state machine would take. */
export function openBench() {
  let now = NOON;
  const clock = () => now;
  const ports = {
    table: memoryTable(),
    tokens: memoryTokens(),
    fleet: memoryFleet({ now: clock }),
    alarms: memoryAlarms({ now: clock }),
    registry: memoryRegistry(),
    now: clock,
  };
  const first = ports.fleet.createService(TARGET, image('5'));
  ports.alarms.create('errors');
  let attempts = 0;

  /** A wait as the state machine enters it. Answers with what its token was given, or undefined when it parked. */
  const wait = async (run: (wait: { token: string; attempt: string; lookAfter: number }) => Promise<void>) => {
    attempts += 1;
    const token = ports.tokens.issue();
    await run({ token, attempt: `${new Date(now).toISOString()}#${attempts}`, lookAfter: 30 });
    return { token, answer: ports.tokens.answerOf(token) as Answer | undefined };
  };

  return {
    ports,
    /** The task definition that runs at the beginning. */
    first,
    pass(ms: number) {
      now += ms;
    },
    wait,
    environment: async (stage = 'production') =>
      (await ports.table.read(keys.environment('hello', stage))) as Stored<Environment>,
    run: async (number: number, stage = 'production') =>
      (await ports.table.read(keys.run(`hello#${number}`, stage))) as Stored<Run>,
    release: async (number: number) => (await ports.table.read(keys.release('hello', number))) as StoredRelease,
    events: async (number: number) =>
      (await ports.table.list(releasePartition(`hello#${number}`), { prefix: EVENT_PREFIX })) as Stored<LedgerEvent>[],
    /** A release as it stands before its first stage: built, waiting, with a head that knows its number. */
    async accept(number: number, state: ReleaseState = 'WAITING', over: Partial<StoredRelease> = {}) {
      const sha = String(number).repeat(40).slice(0, 40);
      const {
        version: _,
        pk,
        sk,
        ...release
      } = aRelease({
        number,
        sha,
        state,
        digest: digest(String(number)),
        events: 0,
        ...over,
      });
      const headKey = keys.head('hello');
      const head = await ports.table.read(headKey);
      await ports.table.write([
        put({ pk, sk }, undefined, release),
        put(headKey, head, { ...(head ?? {}), service: 'hello', lastNumber: number }),
      ]);
      return releaseId(release as unknown as StoredRelease);
    },
    enter: (
      number: number,
      stage: StagePlan = aStage(),
      over: Partial<typeof ports> = {},
      asked: Asked = { execution: `arn:hello-${number}` },
    ) =>
      wait((parked) => enterStage({ ...ports, ...over }, { release: `hello#${number}`, stage, ...parked, ...asked })),
    deploy: (number: number, fence: number, over: Partial<typeof ports> = {}) =>
      startDeployment(
        { ...ports, ...over },
        { release: `hello#${number}`, stage: 'production', fence, target: TARGET, image: image(String(number)) },
      ),
    awaitDeployment: (number: number, fence: number, direction: 'forward' | 'rollback' = 'forward') =>
      wait((parked) =>
        awaitDeployment(ports, {
          release: `hello#${number}`,
          stage: 'production',
          fence,
          target: TARGET,
          direction,
          withinMs: aStage().deployWithin,
          ...parked,
        }),
      ),
    bake: (number: number, fence: number, stage: StagePlan = aStage(), over: Partial<typeof ports> = {}) =>
      wait((parked) => awaitBake({ ...ports, ...over }, { release: `hello#${number}`, stage, fence, ...parked })),
    leave: (number: number, fence: number, stage: StagePlan = aStage(), over: Partial<typeof ports> = {}) =>
      leaveStage({ ...ports, ...over }, { release: `hello#${number}`, stage, fence }),
  };
}

/** What the state machine may say of itself when it enters a stage. */
export interface Asked {
  execution?: string;
  lookAfter?: number;
}

export interface Answer {
  status: string;
  fence: number;
  error: string;
  reason: string;
  lookAfter: number;
}

/** Accepted, entered and deployed. Returns its fence. */
export async function deployed(bench: Bench, number: number, stage: StagePlan = aStage()): Promise<number> {
  await bench.accept(number);
  const { answer } = await bench.enter(number, stage);
  if (answer?.status !== 'entered') throw new Error(`hello#${number} was not let in: ${JSON.stringify(answer)}`);
  await bench.deploy(number, answer.fence);
  bench.ports.fleet.finishDeployment(TARGET);
  return answer.fence;
}

/** All the way through the stage: it is current there. */
export async function released(bench: Bench, number: number): Promise<void> {
  const fence = await deployed(bench, number);
  await bench.bake(number, fence);
  bench.pass(11 * 60_000);
  await bench.bake(number, fence);
  await bench.leave(number, fence);
}
