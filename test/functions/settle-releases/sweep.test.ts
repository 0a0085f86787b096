import { beforeEach, describe, expect, it } from 'vitest';
import { memoryExecutions } from '#adapters/memory/executions.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, create } from '#core/ledger/record.ts';
import { countSweep } from '#functions/settle-releases/count-sweep.ts';
import { sweep } from '#functions/settle-releases/sweep.ts';
import { countsIn } from '#test/fixtures/embedded-metrics.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { type Bench, deployed, openBench, released } from '#test/functions/bench.ts';

const HOUR = 60 * MINUTE;
const QUIET = { Sweeps: 1, StuckReleases: 0, KeptStages: 0, WaitingReleases: 0, OldestWaitingSeconds: 0 };

describe('what a sweep counts', () => {
  let bench: Bench;
  let executions: ReturnType<typeof memoryExecutions>;
  beforeEach(async () => {
    bench = openBench();
    executions = memoryExecutions();
    await bench.ports.table.write([create(keys.listedService('hello'), { service: 'hello', repositoryId: 42 })]);
  });
  const counted = async (over: object = {}) =>
    countsIn(countSweep(await sweep({ ...bench.ports, executions, ...over }), bench.ports.now()));
  const driven = (number: number) => executions.start(`hello-${number}`, { release: `hello#${number}` });

  it('is its heartbeat and nothing else while all is well', async () => {
    expect(await counted()).toEqual(QUIET);
    await driven(7);
    await deployed(bench, 7);
    expect(await counted()).toEqual(QUIET);
  });

  it('has no heartbeat when one release could not be looked after, and says how many', async () => {
    await driven(7);
    await deployed(bench, 7);
    const flaky = { executions: withFaults(executions, 'read', ['before']) };
    const counts = await counted(flaky);
    expect(counts).toMatchObject({ StuckReleases: 1 });
    expect(counts).not.toHaveProperty('Sweeps');
  });

  it('has neither a heartbeat nor good news when it broke off', async () => {
    const broken = { table: { ...bench.ports.table, list: () => Promise.reject(new Error('no')) } };
    expect(await counted(broken)).toEqual({});
  });

  it('counts a lock that nobody renews in every sweep, although somebody is called once', async () => {
    await driven(7);
    await deployed(bench, 7);
    const { holder } = await bench.environment();
    bench.pass((holder?.leaseUntil ?? 0) - bench.ports.now() + 5 * MINUTE);
    expect(await counted()).toMatchObject({ Sweeps: 1, StuckReleases: 1 });
    expect(await counted()).toMatchObject({ Sweeps: 1, StuckReleases: 1 });
  });

  it('counts a stage that a failed rollback keeps until a person has looked', async () => {
    await deployed(bench, 7);
    const [release, environment] = [await bench.release(7), await bench.environment()];
    const hold = { kind: 'rollback-failed' as const, release: 7, reason: 'it broke', since: 0 };
    await bench.ports.table.write([
      change(release, { ...release, state: 'ROLLBACK_FAILED', reason: 'it broke' }),
      change(environment, { ...environment, hold }),
    ]);
    expect(await counted()).toEqual({ ...QUIET, KeptStages: 1 });
  });

  it('says how many wait and for how long the first of them has, from when it had reached its stage', async () => {
    await released(bench, 6);
    await driven(7);
    await deployed(bench, 7);
    bench.pass(HOUR);
    await driven(8);
    await bench.accept(8);
    await bench.enter(8);
    bench.pass(2 * HOUR);
    await driven(9);
    await bench.accept(9, 'WAITING', { acceptedAt: bench.ports.now() - MINUTE });
    expect(await counted()).toMatchObject({ WaitingReleases: 2, OldestWaitingSeconds: 7_200 });
  });

  it('does not count one as waiting that it has ended', async () => {
    await driven(7);
    executions.end('hello-7', 'ABORTED');
    await bench.accept(7);
    expect(await counted()).toEqual(QUIET);
  });
});
