import { beforeEach, describe, expect, it } from 'vitest';
import { memoryExecutions } from '#adapters/memory/executions.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, create } from '#core/ledger/record.ts';
import { releaseOfEvent } from '#functions/settle-releases/release-of-event.ts';
import { settleRelease } from '#functions/settle-releases/settle-release.ts';
import { sweepReleases } from '#functions/settle-releases/sweep-releases.ts';
import { withFaults, withSurprise } from '#test/fixtures/faults.ts';
import { type Bench, deployed, openBench, released } from '#test/functions/bench.ts';

describe('settling releases', () => {
  let bench: Bench;
  let executions: ReturnType<typeof memoryExecutions>;
  beforeEach(() => {
    bench = openBench();
    executions = memoryExecutions();
  });

  const ports = () => ({ ...bench.ports, executions });
  const settle = (number = 7) => settleRelease(ports(), `hello#${number}`);
  const started = async (number: number): Promise<void> => {
    await executions.start(`hello-${number}`, { release: `hello#${number}` });
  };
  const died = async (number: number, status = 'ABORTED', cause = ''): Promise<void> => {
    await started(number);
    executions.end(`hello-${number}`, status, cause);
  };

  it('leaves alone whoever is driven', async () => {
    await started(7);
    await deployed(bench, 7);
    expect(await settle()).toBe('under way');
    expect((await bench.release(7)).state).toBe('DEPLOYING');
  });

  it('starts one execution that makes the stage safe which a dead one has touched (F02, L2)', async () => {
    await died(7);
    await deployed(bench, 7);
    expect(await settle()).toBe('settling');
    expect(executions.started().at(-1)).toEqual({
      name: 'hello-7-settle',
      input: { release: 'hello#7', settle: 'ABORTED' },
    });
    expect(await settle()).toBe('under way');
    expect((await bench.release(7)).state).toBe('DEPLOYING');
  });

  it('makes the stage safe that it entered after it was looked at and before its execution was (F02)', async () => {
    await died(7);
    await bench.accept(7);
    let entered: Promise<unknown> | undefined;
    const before = async () => {
      entered ??= bench.enter(7);
      await entered;
    };
    const late = { ...ports(), executions: withSurprise(executions, 'read', { before }) };
    expect(await settleRelease(late, 'hello#7')).toBe('settling');
    expect((await bench.release(7)).state).toBe('DEPLOYING');
  });

  it.each(['VERIFYING', 'BAKING', 'ROLLING_BACK', 'CANCELLING'] as const)(
    'has the stage made safe of one that died %s, once, also when the answer to that start is lost',
    async (state) => {
      await died(7, 'TIMED_OUT');
      await deployed(bench, 7);
      const release = await bench.release(7);
      await bench.ports.table.write([change(release, { ...release, state })]);
      const flaky = { ...ports(), executions: withFaults(executions, 'start', ['after']) };
      await expect(settleRelease(flaky, 'hello#7')).rejects.toThrow();
      expect(await settle()).toBe('under way');
      expect(executions.started().filter(({ name }) => name === 'hello-7-settle')).toEqual([
        { name: 'hello-7-settle', input: { release: 'hello#7', settle: 'TIMED_OUT' } },
      ]);
    },
  );

  it('calls somebody when even the memory of the execution is gone: nobody knows what it did', async () => {
    await deployed(bench, 7);
    expect(await settle()).toBe('ended');
    expect(await bench.release(7)).toMatchObject({ state: 'ROLLBACK_FAILED' });
    expect((await bench.environment()).hold).toMatchObject({ kind: 'rollback-failed', release: 7 });
  });

  it('holds the stage when the one that should make it safe is dead as well, and calls somebody', async () => {
    await died(7);
    await deployed(bench, 7);
    await settle();
    executions.end('hello-7-settle', 'FAILED', '');
    expect(await settle()).toBe('ended');
    expect(await bench.release(7)).toMatchObject({
      state: 'ROLLBACK_FAILED',
      reason: 'its execution was stopped by somebody: nobody drives it any more',
    });
    expect((await bench.environment()).hold).toMatchObject({ kind: 'rollback-failed', release: 7 });
    expect((await bench.events(7)).at(-1)).toMatchObject({ page: true });
  });

  it('ends a release that only waited as failed, with what Step Functions says of it', async () => {
    await died(7, 'FAILED', 'The execution reached the maximum number of history events (25000).');
    await bench.accept(7);
    await settle();
    expect(await bench.release(7)).toMatchObject({
      state: 'FAILED',
      reason: expect.stringContaining('history events'),
    });
    expect((await bench.events(7)).at(-1)?.page).toBeUndefined();
  });

  it('changes nothing in a release that has ended, and does not fail over one that never was', async () => {
    await released(bench, 7);
    await died(7, 'SUCCEEDED');
    expect(await settle()).toBe('nothing to settle');
    expect(await settle(9)).toBe('nothing to settle');
    expect(await settleRelease(ports(), 'no release at all')).toBe('nothing to settle');
  });

  it('starts what was accepted and never started (E01)', async () => {
    await bench.accept(7, 'ACCEPTED');
    expect(await settle()).toBe('started');
    expect(executions.started()).toEqual([{ name: 'hello-7', input: { release: 'hello#7' } }]);
    expect(await settle()).toBe('under way');
  });

  it('sweeps over all that is under way, and past one that it cannot settle', async () => {
    await bench.ports.table.write([create(keys.listedService('hello'), { service: 'hello', repositoryId: 42 })]);
    await released(bench, 5);
    await bench.accept(6);
    await bench.accept(7);
    await died(6);
    await died(7);
    const flaky = { ...ports(), executions: withFaults(executions, 'read', ['before']) };
    const { failures } = await sweepReleases(flaky);
    expect(failures.map(({ message }) => message)).toEqual([expect.stringContaining('hello#7 could not be settled')]);
    expect((await bench.release(6)).state).toBe('FAILED');
    expect((await sweepReleases(ports())).settled).toEqual({ 'hello#7': 'ended' });
  });

  it('finds one that died long ago behind hundreds that have ended since', async () => {
    await bench.ports.table.write([create(keys.listedService('hello'), { service: 'hello', repositoryId: 42 })]);
    for (let number = 1; number <= 320; number += 1)
      await bench.accept(number, number === 150 ? 'WAITING' : 'SUCCEEDED');
    await died(150);
    expect((await sweepReleases(ports())).settled).toEqual({ 'hello#150': 'ended' });
    expect((await bench.ports.table.read(keys.swept('hello')))?.['upTo']).toBe(149);
    await sweepReleases(ports());
    await sweepReleases(ports());
    expect((await bench.ports.table.read(keys.swept('hello')))?.['upTo']).toBe(320);
  });

  it.each<[string, unknown, string | undefined]>([
    ['an execution of ours', { source: 'aws.states', detail: { input: '{"release":"hello#7"}' } }, 'hello#7'],
    ['another input', { source: 'aws.states', detail: { input: '[1]' } }, undefined],
    ['no JSON', { source: 'aws.states', detail: { input: '{' } }, undefined],
    ['JSON`s null', { source: 'aws.states', detail: { input: 'null' } }, undefined],
    ['the schedule', { source: 'aws.events', detail: {} }, undefined],
    ['nothing', {}, undefined],
  ])('reads the release out of the event of %s', (_, event, release) => {
    expect(releaseOfEvent(event as never)).toBe(release);
  });
});
