import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import { withFaults, withStaleLook, withSurprise } from '#test/fixtures/faults.ts';
import { image, NOON } from '#test/fixtures/ledger.ts';
import { TARGET } from '#test/fixtures/stage-plan.ts';
import { type Bench, openBench, released } from '#test/functions/bench.ts';

describe('starting a deployment', () => {
  let bench: Bench;
  let fence: number;
  beforeEach(async () => {
    bench = openBench();
    await bench.accept(7);
    fence = (await bench.enter(7)).answer?.fence ?? 0;
  });

  const intent = () => bench.ports.table.read(keys.deployment('hello#7', 'production', 'hello', 'forward'));
  const view = async () => bench.ports.fleet.view(TARGET);
  /** Deployments of the service so far, without the one that created it. */
  const deployments = async () => ((await view())?.serviceDeployments.length ?? 0) - 1;
  const takeAway = async () => {
    const environment = await bench.environment();
    const holder = { release: 8, fence: 2, since: NOON, leaseUntil: NOON + 1_000_000 };
    await bench.ports.table.write([change(environment, { ...environment, fence: 2, holder })]);
  };

  it('deploys the release`s image, and writes down what it was before', async () => {
    expect(await bench.deploy(7, fence)).toEqual({ startedAt: NOON });
    const deployed = (await view())?.deployments[0]?.taskDefinition ?? '';
    expect(await bench.ports.fleet.imageOf(TARGET, deployed)).toBe(image('7'));
    expect(await intent()).toMatchObject({
      from: bench.first,
      taskDefinition: deployed,
      intentAt: NOON,
      requestedAt: NOON,
    });
    expect((await bench.events(7)).at(-1)).toMatchObject({ kind: 'deploying' });
  });

  it('overwrites nothing that somebody deployed after the release was let in, and changes nothing then (S15)', async () => {
    const other = openBench();
    await released(other, 6);
    await other.accept(7);
    const { answer } = await other.enter(7);
    const foreign = await other.ports.fleet.deployByHand(TARGET, image('9'));
    await expect(other.deploy(7, answer?.fence ?? 0)).rejects.toMatchObject({ name: 'DeploymentRefused' });
    expect((await other.ports.fleet.view(TARGET))?.deployments[0]?.taskDefinition).toBe(foreign);
    expect(await other.ports.table.read(keys.deployment('hello#7', 'production', 'hello', 'forward'))).toBeUndefined();
  });

  it('refuses nothing because of one look that is a moment old (A07)', async () => {
    const other = openBench();
    const old = await other.ports.fleet.view(TARGET);
    await released(other, 6);
    await other.accept(7);
    const { answer } = await other.enter(7);
    const fleet = withStaleLook(other.ports.fleet, old);
    await expect(other.deploy(7, answer?.fence ?? 0, { fleet })).resolves.toBeDefined();
  });

  it('does nothing twice when it is called twice', async () => {
    await bench.deploy(7, fence);
    await bench.deploy(7, fence);
    expect(await deployments()).toBe(1);
    expect((await bench.events(7)).filter((e) => e.kind === 'deploying')).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)(
    'deploys once when ECS fails %s its effect and it is tried again (A04)',
    async (fault) => {
      const fleet = withFaults(bench.ports.fleet, 'deploy', [fault]);
      await expect(bench.deploy(7, fence, { fleet })).rejects.toThrow(`failed ${fault}`);
      await bench.deploy(7, fence, { fleet });
      expect(await deployments()).toBe(1);
      expect(await intent()).toMatchObject({ requestedAt: NOON });
    },
  );

  it.each([1, 2, 3])('deploys once when it dies at its write number %i, before or after (C01)', async (number) => {
    for (const fault of ['before', 'after'] as const) {
      const plan = [...Array.from({ length: number - 1 }, () => 'none' as const), fault];
      await bench.deploy(7, fence, { table: withFaults(bench.ports.table, 'write', plan) }).catch(() => undefined);
    }
    await bench.deploy(7, fence);
    expect(await deployments()).toBe(1);
  });

  it('adopts what ECS had and has turned around since, instead of deploying it again', async () => {
    const fleet = withFaults(bench.ports.fleet, 'deploy', ['after']);
    await expect(bench.deploy(7, fence, { fleet })).rejects.toThrow();
    bench.ports.fleet.failDeployment(TARGET, 'exit code 1');
    bench.ports.fleet.finishDeployment(TARGET);
    await bench.deploy(7, fence);
    expect(await deployments()).toBe(1);
    expect((await view())?.deployments[0]?.taskDefinition).toBe(bench.first);
  });

  it('leaves what happened after ECS was asked to whoever awaits it, also when ECS no longer lists it', async () => {
    await bench.deploy(7, fence);
    for (let i = 0; i < 11; i += 1) await bench.ports.fleet.deployByHand(TARGET, image('9'));
    const before = await deployments();
    expect(await bench.deploy(7, fence)).toEqual({ startedAt: NOON });
    expect(await deployments()).toBe(before);
  });

  it('deploys once when two do it at the same time', async () => {
    await Promise.allSettled([bench.deploy(7, fence), bench.deploy(7, fence)]);
    expect(await deployments()).toBe(1);
  });

  it('asks ECS for nothing when the fence was lost before (K05, S4)', async () => {
    await takeAway();
    await expect(bench.deploy(7, fence)).rejects.toMatchObject({ name: 'FenceLost' });
    expect(await deployments()).toBe(0);
  });

  it('asks ECS for nothing when the fence is lost while it prepares', async () => {
    const fleet = withSurprise(bench.ports.fleet, 'register', { after: takeAway });
    await expect(bench.deploy(7, fence, { fleet })).rejects.toMatchObject({ name: 'FenceLost' });
    expect(await deployments()).toBe(0);
  });

  it('does not claim what it did when the fence was lost during the call', async () => {
    const fleet = withSurprise(bench.ports.fleet, 'deploy', { after: takeAway });
    await expect(bench.deploy(7, fence, { fleet })).rejects.toMatchObject({ name: 'FenceLost' });
    expect((await intent())?.['requestedAt']).toBeUndefined();
  });

  it('overwrites nothing that somebody deployed between the intent and the call (G07, S15)', async () => {
    const fleet = withSurprise(bench.ports.fleet, 'deploy', {
      before: async () => {
        throw new Error('killed');
      },
    });
    await expect(bench.deploy(7, fence, { fleet })).rejects.toThrow('killed');
    const foreign = await bench.ports.fleet.deployByHand(TARGET, image('9'));
    await expect(bench.deploy(7, fence)).rejects.toMatchObject({ name: 'DeploymentRefused' });
    expect((await view())?.deployments[0]?.taskDefinition).toBe(foreign);
  });

  it('refuses a service that is gone (G06)', async () => {
    bench.ports.fleet.removeService(TARGET);
    await expect(bench.deploy(7, fence)).rejects.toMatchObject({ name: 'DeploymentRefused' });
    expect(await intent()).toBeUndefined();
  });
});
