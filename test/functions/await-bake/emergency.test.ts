import { beforeEach, describe, expect, it } from 'vitest';
import { change } from '#core/ledger/record.ts';
import { awaitBake } from '#functions/await-bake/await-bake.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { EVIDENCE, TARGET, withBake } from '#test/fixtures/stage-plan.ts';
import { inRun } from '#test/functions/acts.ts';
import { type Bench, deployed, openBench } from '#test/functions/bench.ts';

/** Ten minutes of bake that want evidence; one evaluation of the alarm takes a minute. */
const stage = withBake({ evidence: EVIDENCE });

describe('the bake of an emergency (J12)', () => {
  let bench: Bench;
  let fence: number;
  beforeEach(async () => {
    bench = openBench();
    fence = await deployed(bench, 7);
  });

  const bake = async () => (await bench.bake(7, fence, stage)).answer;
  const bakeFor = async (lookAfter: number) =>
    (await bench.wait((parked) => awaitBake(bench.ports, { release: 'hello#7', stage, fence, ...parked, lookAfter })))
      .answer;
  const emergency = () => inRun(bench, 7, { isEmergency: true });

  it('is over after one evaluation of its alarms, without evidence', async () => {
    await emergency();
    await bake();
    bench.pass(MINUTE - 1);
    expect((await bake())?.status).not.toBe('healthy');
    bench.pass(1);
    expect(await bake()).toMatchObject({ status: 'healthy' });
    expect(await bench.leave(7, fence)).toEqual({ left: true });
  });

  it('asks to be looked at then, not at the end of the bake that was planned', async () => {
    await emergency();
    await bake();
    expect(await bakeFor(300)).toEqual({ status: 'again', lookAfter: 60 });
    bench.pass(30_000);
    expect(await bakeFor(30)).toBeUndefined();
  });

  it('parks for a machine that began before it knew to look again: it would turn around (F04, L12)', async () => {
    await emergency();
    const environment = await bench.environment();
    const { execution: _, ...holder } = { execution: '', ...environment.holder };
    await bench.ports.table.write([change(environment, { ...environment, holder })]);
    expect(await bakeFor(300)).toBeUndefined();
    bench.pass(MINUTE);
    expect(await bakeFor(300)).toMatchObject({ status: 'healthy' });
  });

  it('begins when persons say so, in the middle of a bake', async () => {
    await bake();
    bench.pass(5 * MINUTE);
    expect(await bake()).toBeUndefined();
    await emergency();
    expect(await bake()).toMatchObject({ status: 'healthy' });
  });

  it('still turns around for an alarm, at once (S9)', async () => {
    await emergency();
    await bake();
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now() + 1_000);
    bench.ports.alarms.set('errors', 'OK', bench.ports.now() + 2_000);
    bench.pass(3_000);
    expect(await bake()).toMatchObject({
      status: 'unhealthy',
      reason: expect.stringContaining('errors went to ALARM'),
    });
  });

  it('still needs every task on the release', async () => {
    await emergency();
    await bake();
    bench.ports.fleet.stopTask(TARGET, 'exit code 1');
    bench.pass(2 * MINUTE);
    expect((await bake())?.status).not.toBe('healthy');
  });

  it('is not cut short for a release that is none', async () => {
    await bake();
    bench.pass(2 * MINUTE);
    expect(await bake()).toBeUndefined();
  });
});
