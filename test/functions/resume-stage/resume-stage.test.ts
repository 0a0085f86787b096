import { beforeEach, describe, expect, it } from 'vitest';
import { configSchema } from '#core/config/schema.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, create } from '#core/ledger/record.ts';
import { resumeStage } from '#functions/resume-stage/resume-stage.ts';
import { startRollback } from '#functions/start-rollback/start-rollback.ts';
import { endRelease } from '#functions/steps/end-release.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { digest, image, NOON } from '#test/fixtures/ledger.ts';
import { TARGET } from '#test/fixtures/stage-plan.ts';
import { type Bench, deployed, openBench, released } from '#test/functions/bench.ts';

const input = { service: 'hello', stage: 'production', by: 'amy', reason: 'I looked at it', adopt: false };

describe('resuming a stage', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = openBench();
    await released(bench, 6);
  });

  const resume = (over: Partial<typeof input> = {}, ports: Partial<Bench['ports']> = {}) =>
    resumeStage({ ...bench.ports, ...ports }, { ...input, ...over });
  const hold = async (kind: string): Promise<void> => {
    const environment = await bench.environment();
    const held = { kind, release: 6, reason: 'rolled back', since: NOON };
    await bench.ports.table.write([change(environment, { ...environment, hold: held })]);
  };
  const configure = async (): Promise<void> => {
    const { name: _, ...target } = TARGET;
    const { services } = configSchema.parse({
      services: {
        hello: {
          repository: { id: 42, name: 'acme/hello' },
          build: { project: 'hello', image: 'hello' },
          stages: [{ name: 'production', targets: [target] }],
        },
      },
    });
    await bench.ports.table.write([
      create(keys.listedService('hello'), { service: 'hello', repositoryId: 42 }),
      create(keys.config(42, 'hello'), {
        service: 'hello',
        repositoryId: 42,
        config: services['hello'],
        hash: 'x',
        at: NOON,
      }),
    ]);
  };

  it('lifts a hold, and says who did it and why', async () => {
    await hold('rollback');
    expect(await resume()).toEqual({ resumed: true, message: 'lifted the hold on production of hello' });
    expect((await bench.environment()).hold).toBeUndefined();
    expect((await bench.environment()).current?.release).toBe(6);
    expect((await bench.events(6)).at(-1)).toMatchObject({ kind: 'resumed', actor: 'amy', state: 'SUCCEEDED' });
  });

  it('says that nothing is held when it is asked twice', async () => {
    await hold('rollback');
    await resume();
    expect(await resume()).toEqual({ resumed: false, message: 'hello production is not held' });
  });

  it('is done although nobody could be woken: they look by themselves before long', async () => {
    await hold('rollback');
    const table = withFaults(bench.ports.table, 'list', ['before']);
    expect(await resume({}, { table })).toMatchObject({ resumed: true });
    expect((await bench.environment()).hold).toBeUndefined();
  });

  it('has resumed when its write failed after its effect', async () => {
    await hold('rollback');
    await expect(resume({}, { table: withFaults(bench.ports.table, 'write', ['after']) })).rejects.toThrow();
    expect((await bench.environment()).hold).toBeUndefined();
    expect((await resume()).resumed).toBe(false);
  });

  it.each([{ by: ' ' }, { reason: '' }])('takes no anonymous and no silent act: %j', async (over) => {
    await hold('rollback');
    expect((await resume(over)).resumed).toBe(false);
    expect((await bench.environment()).hold).toBeDefined();
  });

  it.each([{ by: 'a'.repeat(101) }, { reason: 'x'.repeat(1_001) }])('takes no novel: %#', async (over) => {
    await hold('rollback');
    expect((await resume(over)).message).toContain('at most');
    expect((await bench.environment()).hold).toBeDefined();
  });

  it('knows only stages that something was deployed to', async () => {
    expect(await resume({ stage: 'nowhere' })).toMatchObject({ resumed: false });
  });

  it('frees the lock that a failed rollback kept', async () => {
    await hold('rollback-failed');
    const environment = await bench.environment();
    const holder = { release: 6, fence: 1, since: NOON, leaseUntil: NOON };
    await bench.ports.table.write([change(environment, { ...environment, holder })]);
    await resume();
    expect((await bench.environment()).holder).toBeUndefined();
  });

  it('adopts what was deployed by hand as what a rollback goes to, when a person says so (G07)', async () => {
    await configure();
    const foreign = await bench.ports.fleet.deployByHand(TARGET, image('9'));
    await bench.accept(7);
    expect((await bench.enter(7)).answer).toBeUndefined();
    expect(await resume({ adopt: true })).toMatchObject({ resumed: true });
    expect((await bench.environment()).current?.taskDefinitions).toEqual({ hello: foreign });
    expect((await bench.enter(7)).answer?.status).toBe('entered');
  });

  it('can be rolled back to what was adopted, and says what that is', async () => {
    await configure();
    const foreign = await bench.ports.fleet.deployByHand(TARGET, image('9'));
    bench.ports.fleet.finishDeployment(TARGET);
    await resume({ adopt: true });
    const fence = await deployed(bench, 7);
    expect((await bench.events(7)).find((e) => e.kind === 'entered')?.sentence).toContain(
      'would go back to what was adopted after hello#6',
    );
    const failure = { Error: 'Unhealthy', Cause: 'errors went to ALARM' };
    await startRollback(bench.ports, { release: 'hello#7', stage: 'production', fence, target: TARGET, failure });
    bench.ports.fleet.finishDeployment(TARGET);
    expect((await bench.ports.fleet.view(TARGET))?.deployments[0]?.taskDefinition).toBe(foreign);
    expect((await bench.awaitDeployment(7, fence, 'rollback')).answer).toMatchObject({ status: 'settled' });
  });

  it('adopts what a release left behind that could not be turned around', async () => {
    await configure();
    await deployed(bench, 7);
    await endRelease(bench.ports, { release: 'hello#7', failure: { Error: 'States.Runtime' } });
    expect(await resume({ adopt: true })).toMatchObject({ resumed: true });
    const { holder, hold, current } = await bench.environment();
    expect([holder, hold]).toEqual([undefined, undefined]);
    expect(current?.adopted).toEqual({ hello: digest('7') });
  });

  it('adopts nothing that could not be gone back to', async () => {
    await configure();
    bench.ports.fleet.deregister(await bench.ports.fleet.deployByHand(TARGET, image('9')));
    expect(await resume({ adopt: true })).toMatchObject({
      resumed: false,
      message: expect.stringContaining('is gone'),
    });
  });

  it('adopts nothing while a release is at work there', async () => {
    await configure();
    await deployed(bench, 7);
    expect(await resume({ adopt: true })).toEqual({ resumed: false, message: 'release 7 is at work there' });
  });
});
