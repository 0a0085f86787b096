import type { ServiceConfig } from '#core/config/schema.ts';
import type { Freeze, Run, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, put, record } from '#core/ledger/record.ts';
import type { Current } from '#core/release/current.ts';
import type { TurnsBack } from '#core/release/release.ts';
import type { TargetRollback } from '#core/rollback/conclude-rollback.ts';
import type { Failure } from '#core/words/say-failure.ts';
import { leaveAfterRollback } from '#functions/leave-after-rollback/leave-after-rollback.ts';
import { startRollback } from '#functions/start-rollback/start-rollback.ts';
import { HELLO_CONFIG } from '#test/fixtures/config.ts';
import { TARGET } from '#test/fixtures/stage-plan.ts';
import type { Bench } from './bench.ts';

type Ports = Bench['ports'];

/** The configuration of `hello` as it stands from now on. */
export async function configure({ ports }: Bench, over: Partial<ServiceConfig> = {}): Promise<void> {
  const key = keys.config(42, 'hello');
  const item = { service: 'hello', repositoryId: 42, config: { ...HELLO_CONFIG, ...over }, hash: 'x', at: 0 };
  await ports.table.write([put(key, await ports.table.read(key), item)]);
}

/** What a command writes that freezes something. */
export async function freeze({ ports }: Bench, over: Partial<Freeze> = {}): Promise<void> {
  const { table } = ports;
  const item: Freeze = { by: 'amy', reason: 'the fair', at: ports.now(), ...over };
  const key = keys.freeze(item.service, item.stage);
  const head = keys.freezeHead();
  await table.write([put(key, await table.read(key), item), put(head, await table.read(head), {})]);
}

/** What a command writes that changes a run: an approval, say. */
export async function inRun(bench: Bench, number: number, over: Partial<Run>): Promise<void> {
  const run = await bench.run(number);
  await bench.ports.table.write([change(run, { ...run, ...over })]);
}

/** What a command writes that cancels a release which has touched its stage. Whether it was first. */
export async function cancel(bench: Bench, number: number): Promise<boolean> {
  const { table, now } = bench.ports;
  const [release, run] = [await bench.release(number), await bench.run(number)];
  const cancelled = { by: 'amy', reason: 'the wrong one', at: now() };
  return table.write([
    change(run, { ...run, rollback: { reason: 'cancelled by amy: the wrong one', at: now() } } as Stored<Run>),
    ...record(release, {
      kind: 'cancelling',
      to: 'CANCELLING',
      at: now(),
      actor: 'amy',
      stage: 'production',
      sentence: 'amy cancels it: the wrong one',
      set: { cancelled },
    }),
  ]);
}

/** A release that a person made: production is to go back. Its commit is the one that it goes back to. */
export async function acceptTurn(
  bench: Bench,
  number: number,
  goesTo: Current,
  over: Partial<TurnsBack> = {},
): Promise<void> {
  const { current } = await bench.environment();
  const turnsBack: TurnsBack = {
    stage: 'production',
    goesTo,
    ...(current ? { from: { release: current.release, sha: current.sha } } : {}),
    by: 'amy',
    reason: 'it is slow',
    ...over,
  };
  await bench.accept(number, 'PREPARING', { turnsBack, sha: goesTo.sha, digest: goesTo.digest });
}

/** The failure that the state machine hands on where nothing has failed. */
export const takenBack = (why: string): Failure => ({ Error: 'TakenBack', Cause: why });

const UNHEALTHY: Failure = { Error: 'Unhealthy', Cause: 'errors went to ALARM' };

const stageOf = (number: number, fence: number) => ({ release: `hello#${number}`, stage: 'production', fence });

export const startBack = (
  { ports }: Bench,
  number: number,
  fence: number,
  failure: Failure = UNHEALTHY,
  over: Partial<Ports> = {},
) => startRollback({ ...ports, ...over }, { ...stageOf(number, fence), target: TARGET, failure });

export const leaveBack = (
  { ports }: Bench,
  number: number,
  fence: number,
  result: TargetRollback['result'] | 'broken' = 'proved',
  failure: Failure = UNHEALTHY,
  over: Partial<Ports> = {},
) => {
  const targets = result === 'broken' ? [] : [{ target: 'hello', result, reason: `it was ${result}` }];
  const broken = result === 'broken' ? { broken: 'States.Timeout' } : {};
  return leaveAfterRollback({ ...ports, ...over }, { ...stageOf(number, fence), failure, targets, ...broken });
};

/** The whole way back as the state machine goes it; the deployment arrives. */
export async function goBack(bench: Bench, number: number, fence: number, failure: Failure = UNHEALTHY) {
  const started = await startBack(bench, number, fence, failure);
  if (started.result !== 'under way') return leaveBack(bench, number, fence, started.result, failure);
  bench.ports.fleet.finishDeployment(TARGET);
  const { answer } = await bench.awaitDeployment(number, fence, 'rollback');
  return leaveBack(bench, number, fence, answer?.status === 'settled' ? 'proved' : 'failed', failure);
}
