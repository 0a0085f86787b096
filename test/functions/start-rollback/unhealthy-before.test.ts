import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { aTurn } from '#test/fixtures/stage-plan.ts';
import { goBack, takenBack } from '#test/functions/acts.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from '#test/functions/obey-command/obey-bench.ts';

/** Its bake has said that it is unhealthy, and nobody has begun to take it back yet. */
describe('a release that was found unhealthy', () => {
  let bench: ObeyBench;
  let fence: number;
  beforeEach(async () => {
    bench = await openObeyBench();
    await released(bench, 6);
    fence = await deployed(bench, 7);
    await bench.bake(7, fence);
    bench.pass(1_000);
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now());
    expect((await bench.bake(7, fence)).answer?.status).toBe('unhealthy');
  });

  it('is held against its commit, also when its execution dies before it is taken back (F02, R09)', async () => {
    const { answer } = await bench.enter(7, aTurn('settle'), {}, { execution: 'settler' });
    const stopped = takenBack('its execution was stopped by somebody, and nobody drove it any more');
    await goBack(bench, 7, answer?.fence ?? 0, stopped);
    expect(await bench.release(7)).toMatchObject({
      state: 'ROLLED_BACK',
      reason: expect.stringMatching(/errors went to ALARM .*its execution was stopped by somebody/),
    });
    expect((await bench.environment()).hold).toMatchObject({ kind: 'rollback', release: 7 });
    expect(await bench.ports.table.read(keys.quarantine('hello', '7'.repeat(40)))).toBeDefined();
  });

  it('is not cancelled any more, which would let its commit pass the next time (R10)', async () => {
    expect(await bench.obey({ kind: 'cancel', release: 'hello#7' })).toMatchObject({
      done: false,
      message: expect.stringMatching(/^hello#7 is being turned around already: errors went to ALARM/),
    });
    await goBack(bench, 7, fence);
    expect((await bench.release(7)).state).toBe('ROLLED_BACK');
  });
});
