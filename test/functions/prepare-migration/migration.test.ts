import { beforeEach, describe, expect, it } from 'vitest';
import type { MigratePlan } from '#core/plan/plan.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import { prepareMigration } from '#functions/prepare-migration/prepare-migration.ts';
import { recordMigration } from '#functions/record-migration/record-migration.ts';
import { withFaults, withSurprise } from '#test/fixtures/faults.ts';
import { image, MINUTE } from '#test/fixtures/ledger.ts';
import { TARGET } from '#test/fixtures/stage-plan.ts';
import { cancel, goBack, startBack } from '#test/functions/acts.ts';
import { type Bench, openBench, released } from '#test/functions/bench.ts';

const plan: MigratePlan = {
  task: 'migrations',
  container: 'migrate',
  cluster: 'main',
  withinSeconds: 60 * 60,
  reversible: true,
};
const stage = { release: 'hello#7', stage: 'production' };

describe('the migration of a release', () => {
  let bench: Bench;
  let fence: number;
  beforeEach(async () => {
    bench = openBench();
    bench.ports.fleet.createService(
      { name: 'm', cluster: 'main', service: 'migrations', container: 'migrate' },
      image('1'),
    );
    await released(bench, 6);
    await bench.accept(7);
    fence = (await bench.enter(7)).answer?.fence ?? 0;
  });

  const prepare = (migrate = plan, over: Partial<Bench['ports']> = {}) =>
    prepareMigration({ ...bench.ports, ...over }, { ...stage, fence, migrate, targets: [TARGET], image: image('7') });
  const record = () => recordMigration(bench.ports, { ...stage, fence });
  const migrated = async () => (await bench.events(7)).filter(({ kind }) => kind === 'migrated');
  const irreversible = { ...plan, reversible: false };

  it('is given the release`s image in the newest revision of its family, and noted before it runs', async () => {
    const { taskDefinition } = await prepare();
    expect(taskDefinition).toMatch(/:task-definition\/migrations:2$/);
    expect(bench.ports.fleet.definition(taskDefinition)).toMatchObject({
      images: { migrate: image('7') },
      tags: { 'bakewatch:release': 'hello/7' },
    });
    expect((await bench.run(7)).migration).toEqual({
      startedAt: bench.ports.now(),
      taskDefinition,
      reversible: true,
    });
  });

  it('is registered where the stage`s first target is, by its role', async () => {
    const elsewhere = { region: 'eu-west-1', role: 'arn:aws:iam::222222222222:role/bakewatch-target' };
    const asked: Target[] = [];
    const fleet = {
      ...bench.ports.fleet,
      register: (...args: Parameters<Fleet['register']>) => {
        asked.push(args[0]);
        return bench.ports.fleet.register(...args);
      },
    };
    const targets = [{ ...TARGET, ...elsewhere }, TARGET];
    await prepareMigration({ ...bench.ports, fleet }, { ...stage, fence, migrate: plan, targets, image: image('7') });
    expect(asked).toMatchObject([{ service: 'migrations', ...elsewhere }]);
  });

  it('is the same one when it is prepared twice, also at once and after lost answers, and said once', async () => {
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(prepare(plan, { table })).rejects.toThrow();
    const first = await prepare();
    const others = await Promise.all([prepare(), prepare(irreversible)]);
    for (const other of others) expect(other).toEqual(first);
    expect(await migrated()).toHaveLength(1);
    expect((await bench.run(7)).migration?.reversible).toBe(true);
  });

  it('is one when two prepare it at once', async () => {
    const [one, two] = await Promise.all([prepare(), prepare()]);
    expect(one).toEqual(two);
    expect(await migrated()).toHaveLength(1);
  });

  it('renews the lease for as long as it may run', async () => {
    bench.pass(10 * MINUTE);
    await prepare();
    expect((await bench.environment()).holder?.leaseUntil).toBeGreaterThanOrEqual(bench.ports.now() + 60 * MINUTE);
  });

  it('is done once', async () => {
    await prepare();
    bench.pass(MINUTE);
    expect(await record()).toEqual({ migrated: true });
    bench.pass(MINUTE);
    expect(await record()).toEqual({ migrated: true });
    expect((await bench.run(7)).migration?.doneAt).toBe(bench.ports.now() - MINUTE);
    expect(await migrated()).toHaveLength(2);
  });

  it('is neither prepared nor recorded by who lost the stage (K05)', async () => {
    fence += 1;
    await expect(prepare()).rejects.toMatchObject({ name: 'FenceLost' });
    await expect(record()).rejects.toMatchObject({ name: 'FenceLost' });
    expect(await migrated()).toHaveLength(0);
  });

  it('does not run in a release that was cancelled, also not when that comes while it is registered (J08)', async () => {
    const fleet = withSurprise(bench.ports.fleet, 'register', { after: () => cancel(bench, 7) });
    await expect(prepare(plan, { fleet })).rejects.toMatchObject({ name: 'DeploymentRefused' });
    await expect(prepare()).rejects.toMatchObject({ name: 'DeploymentRefused' });
    expect(await bench.run(7)).not.toHaveProperty('migration');
  });

  it('is followed by no deployment when the release was cancelled while it ran', async () => {
    await prepare();
    await cancel(bench, 7);
    await expect(record()).rejects.toMatchObject({ name: 'DeploymentRefused' });
    expect(await goBack(bench, 7, fence)).toMatchObject({
      error: 'Cancelled',
      reason: expect.stringContaining('but its migration migrations:2 was begun'),
    });
  });

  const deployedAfter = async (migrate: MigratePlan): Promise<void> => {
    await prepare(migrate);
    await record();
    await bench.deploy(7, fence);
    bench.ports.fleet.finishDeployment(TARGET);
  };
  const primary = async () => (await bench.ports.fleet.view(TARGET))?.deployments[0]?.taskDefinition;

  it('that can be undone does not keep the release from being rolled back', async () => {
    await deployedAfter(plan);
    expect(await goBack(bench, 7, fence)).toMatchObject({ error: 'RolledBack' });
    expect(await primary()).toBe((await bench.environment()).current?.taskDefinitions['hello']);
  });

  it('that cannot be undone does: the stage stays as it is, free but held, and somebody is called', async () => {
    await deployedAfter(irreversible);
    const before = await primary();
    expect(await startBack(bench, 7, fence)).toMatchObject({ result: 'irreversible' });
    expect(await goBack(bench, 7, fence)).toMatchObject({
      error: 'RollbackFailed',
      reason: expect.stringContaining('production is frozen as it is'),
    });
    expect(await primary()).toBe(before);
    const { holder, hold } = await bench.environment();
    expect(holder).toBeUndefined();
    expect(hold).toMatchObject({ kind: 'irreversible', release: 7 });
    expect((await bench.events(7)).at(-1)).toMatchObject({ page: true });
    await bench.accept(8);
    expect((await bench.enter(8)).answer).toBeUndefined();
    expect((await bench.run(8)).blockers?.map(({ kind }) => kind)).toEqual(['held', 'drift']);
    expect((await bench.release(8)).reason).toContain('which hello#7 left there');
  });

  it('that fails leaves nothing deployed: the release is FAILED and the stage free', async () => {
    await prepare();
    expect(await goBack(bench, 7, fence, { Error: 'States.TaskFailed', Cause: 'exit code 1' })).toMatchObject({
      error: 'Failed',
      reason: 'exit code 1; nothing was deployed to production, but its migration migrations:2 was begun',
    });
    const { holder, hold } = await bench.environment();
    expect([holder, hold]).toEqual([undefined, undefined]);
  });
});
