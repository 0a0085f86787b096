import { beforeEach, describe, expect, it } from 'vitest';
import { withFaults, withSurprise } from '#test/fixtures/faults.ts';
import { digest, MINUTE } from '#test/fixtures/ledger.ts';
import { aStage, EVIDENCE, withBake } from '#test/fixtures/stage-plan.ts';
import { type Bench, deployed, openBench } from '#test/functions/bench.ts';

describe('leaving a stage', () => {
  let bench: Bench;
  let fence: number;
  beforeEach(async () => {
    bench = openBench();
    fence = await deployed(bench, 7);
  });

  const baked = async (): Promise<void> => {
    await bench.bake(7, fence);
    bench.pass(11 * MINUTE);
    await bench.bake(7, fence);
  };

  it('makes the release current, frees the lock and, after the last stage, ends it as SUCCEEDED', async () => {
    await baked();
    expect(await bench.leave(7, fence)).toEqual({ left: true });
    const environment = await bench.environment();
    expect(environment.holder).toBeUndefined();
    expect(environment.fence).toBe(fence);
    expect(environment.current).toMatchObject({
      release: 7,
      digest: digest('7'),
      taskDefinitions: { hello: bench.first.replace(/:1$/, ':2') },
    });
    expect(await bench.release(7)).toMatchObject({ state: 'SUCCEEDED', endedAt: bench.ports.now() });
  });

  it('only passes on to the next stage when there is one', async () => {
    await baked();
    await bench.leave(7, fence, aStage({ last: false }));
    expect(await bench.release(7)).toMatchObject({
      state: 'WAITING',
      reason: 'passed production: errors stayed OK for 11 min',
    });
  });

  it('does nothing twice, and does not fail, when it is called again', async () => {
    await baked();
    await bench.leave(7, fence);
    const { events, version } = await bench.release(7);
    expect(await bench.leave(7, fence)).toEqual({ left: true });
    expect(await bench.release(7)).toMatchObject({ events, version });
  });

  it('finds itself done when its write failed after its effect (C05)', async () => {
    await baked();
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(bench.leave(7, fence, aStage(), { table })).rejects.toThrow();
    expect(await bench.leave(7, fence)).toEqual({ left: true });
    expect((await bench.events(7)).filter((e) => e.kind === 'ended')).toHaveLength(1);
  });

  it('refuses without a verdict that says healthy', async () => {
    await bench.bake(7, fence);
    await expect(bench.leave(7, fence)).rejects.toThrow('its verdict is not yet');
    expect((await bench.environment()).current).toBeUndefined();
  });

  it('refuses without the fence', async () => {
    await baked();
    await expect(bench.leave(7, fence + 1)).rejects.toMatchObject({ name: 'FenceLost' });
    expect((await bench.release(7)).state).toBe('BAKING');
  });

  it('T04 has left when an earlier attempt, given up, frees the lock between two of its reads', async () => {
    await baked();
    let given = false;
    const table = withSurprise(bench.ports.table, 'read', {
      async after() {
        if (given) return;
        given = true;
        await bench.leave(7, fence);
      },
    });
    expect(await bench.leave(7, fence, aStage(), { table })).toEqual({ left: true });
    expect((await bench.release(7)).state).toBe('SUCCEEDED');
  });

  it('ends the hold of its own bake', async () => {
    const stage = withBake({ evidence: EVIDENCE });
    await bench.bake(7, fence, stage);
    bench.pass(31 * MINUTE);
    await bench.bake(7, fence, stage);
    expect((await bench.environment()).hold?.kind).toBe('inconclusive');
    bench.ports.alarms.count(EVIDENCE, 100, bench.ports.now());
    bench.pass(3 * MINUTE);
    await bench.bake(7, fence, stage);
    await bench.leave(7, fence, stage);
    expect((await bench.environment()).hold).toBeUndefined();
  });
});
