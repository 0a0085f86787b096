import { beforeEach, describe, expect, it } from 'vitest';
import { configSchema } from '#core/config/schema.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import { resumeStage } from '#functions/resume-stage/resume-stage.ts';
import { MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { aStage, TARGET } from '#test/fixtures/stage-plan.ts';
import { type Bench, openBench, released } from '#test/functions/bench.ts';

/** B02, L10: production is down, its alarm is red because of it, and the next release is to mend it. */
describe('a fix goes forward', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = openBench();
    await released(bench, 6);
    const { name: _, ...target } = TARGET;
    const bake = { for: '10m', alarms: ['errors'] };
    const { services } = configSchema.parse({
      services: {
        hello: {
          repository: { id: 42, name: 'acme/hello' },
          build: { project: 'hello', image: 'hello' },
          stages: [{ name: 'production', targets: [target], bake }],
        },
      },
    });
    const config = { service: 'hello', repositoryId: 42, config: services['hello'], hash: 'x', at: NOON };
    await bench.ports.table.write([
      create(keys.listedService('hello'), { service: 'hello', repositoryId: 42 }),
      create(keys.config(42, 'hello'), config),
    ]);
    bench.pass(MINUTE);
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now());
    bench.pass(MINUTE);
  });

  const allow = () =>
    resumeStage(bench.ports, {
      service: 'hello',
      stage: 'production',
      by: 'amy',
      reason: 'hello#7 mends it',
      adopt: false,
      fixForward: true,
    });
  const enterFix = async (): Promise<number> => {
    await bench.accept(7);
    const { answer } = await bench.enter(7);
    if (answer?.status !== 'entered') throw new Error(JSON.stringify(answer));
    await bench.deploy(7, answer.fence);
    bench.ports.fleet.finishDeployment(TARGET);
    return answer.fence;
  };

  it('is blocked by the red alarm until a named person lets it, and is told how', async () => {
    await bench.accept(7);
    expect((await bench.enter(7)).answer).toBeUndefined();
    expect((await bench.release(7)).reason).toContain('--fix-forward');
    expect(await allow()).toMatchObject({ resumed: true, message: expect.stringContaining('errors') });
    expect((await bench.enter(7)).answer).toMatchObject({ status: 'entered' });
    expect((await bench.release(7)).reason).toContain('amy lets it go forward although errors fired');
  });

  it('lets one release pass, not the one after it', async () => {
    await allow();
    await enterFix();
    expect(await bench.environment()).not.toHaveProperty('fixForward');
  });

  it('is healthy only once the alarm has recovered', async () => {
    await allow();
    const fence = await enterFix();
    await bench.bake(7, fence, aStage());
    bench.pass(12 * MINUTE);
    expect((await bench.bake(7, fence, aStage())).answer).toBeUndefined();
    bench.ports.alarms.set('errors', 'OK', bench.ports.now());
    bench.pass(MINUTE);
    expect((await bench.bake(7, fence, aStage())).answer).toMatchObject({ status: 'healthy' });
  });

  it('is turned around when the alarm recovers and fires anew', async () => {
    await allow();
    const fence = await enterFix();
    await bench.bake(7, fence, aStage());
    bench.pass(MINUTE);
    bench.ports.alarms.set('errors', 'OK', bench.ports.now());
    bench.pass(MINUTE);
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now());
    expect((await bench.bake(7, fence, aStage())).answer).toMatchObject({ status: 'unhealthy' });
  });

  it('has nothing to let pass where no alarm is red', async () => {
    bench.ports.alarms.set('errors', 'OK', bench.ports.now());
    expect(await allow()).toMatchObject({ resumed: false, message: expect.stringContaining('nothing to let pass') });
  });
});
