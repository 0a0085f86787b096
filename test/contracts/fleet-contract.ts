import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Fleet, ServiceView, Target } from '#core/ports/fleet.ts';
import { promise } from './endpoint.ts';

export interface FleetWorldUnderTest {
  fleet: Fleet;
  /** An active service at rest, with two tasks of `images.first`. */
  target: Target;
  /** References by digest; a task of `broken` exits at once. */
  images: { first: string; second: string; broken: string };
  /** What is under way, forward or back, comes to its end. */
  settle(): Promise<void>;
  /** What is under way fails, as `broken` does. */
  fail(): Promise<void>;
  deregister(taskDefinition: string): Promise<void>;
  /** Tags, and everything but the image, of a task definition. */
  describe(taskDefinition: string): Promise<{ tags: Record<string, string>; rest: unknown }>;
  removeService(): Promise<void>;
  close(): Promise<void>;
}

const digestOf = (image: string): string => image.slice(image.lastIndexOf('@') + 1);

/** What deployments and rollbacks need of ECS. The promises build on each other, in order. */
export function describeFleetContract(name: string, makeWorld: () => Promise<FleetWorldUnderTest>): void {
  describe(`the fleet, ${name}`, () => {
    let world: FleetWorldUnderTest;
    let fleet: Fleet;
    let target: Target;
    let first = '';
    let second = '';
    beforeAll(async () => {
      world = await makeWorld();
      ({ fleet, target } = world);
      first = primaryOf(await look());
    });
    afterAll(() => world.close());

    const look = async (): Promise<ServiceView> => {
      const view = await fleet.view(target);
      if (!view) throw new Error('The service is gone.');
      return view;
    };
    const primaryOf = (view: ServiceView): string =>
      view.deployments.find((d) => d.status === 'PRIMARY')?.taskDefinition ?? '';

    promise('has no view of a service or cluster that does not exist', async () => {
      expect(await fleet.view({ ...target, service: 'nowhere' })).toBeUndefined();
      expect(await fleet.view({ ...target, cluster: 'nowhere' })).toBeUndefined();
    });

    promise('sees a service at rest: one PRIMARY, completed, with all its tasks on one digest', async () => {
      const view = await look();
      expect(view).toMatchObject({ status: 'ACTIVE', desired: 2, running: 2, pending: 0 });
      expect(view.arn).toMatch(/^arn:aws.*:ecs:.*:service\//);
      expect(view.deployments).toMatchObject([
        { status: 'PRIMARY', rolloutState: 'COMPLETED', running: 2, desired: 2 },
      ]);
      const tasks = await fleet.runningTasks(target);
      expect(tasks).toHaveLength(2);
      const { first: image } = world.images;
      expect(tasks.every((t) => t.taskDefinition === first && t.digest === digestOf(image))).toBe(true);
      expect(await fleet.imageOf(target, first)).toBe(image);
    });

    promise('registers a copy with another image that names the release, and keeps everything else', async () => {
      second = await fleet.register(target, first, world.images.second, 'hello#142');
      expect(second).not.toBe(first);
      expect(await fleet.imageOf(target, second)).toBe(world.images.second);
      const [before, after] = [await world.describe(first), await world.describe(second)];
      expect(after.rest).toEqual(before.rest);
      expect(after.tags).toMatchObject({ 'bakewatch:release': 'hello/142' });
      expect(primaryOf(await look())).toBe(first);
    });

    promise('takes a family for its newest active revision', async () => {
      const family = /task-definition\/(.+):\d+$/.exec(first)?.[1] ?? '';
      const made = await fleet.register(target, family, world.images.first, 'hello#142');
      expect(made).toMatch(new RegExp(`task-definition/${family}:\\d+$`));
      expect(await fleet.imageOf(target, made)).toBe(world.images.first);
      expect((await world.describe(made)).rest).toEqual((await world.describe(first)).rest);
      const others = { ...target, container: 'sidecar' };
      await expect(fleet.register(others, family, world.images.first, 'hello#142')).rejects.toThrow('sidecar');
      await world.deregister(made);
      expect(await fleet.register(target, family, world.images.second, 'hello#142')).not.toBe(made);
      await expect(fleet.register(target, 'nowhere', world.images.first, 'hello#142')).rejects.toThrow();
    });

    promise('refuses to replace the image of a container that is not there', async () => {
      const other = { ...target, container: 'sidecar' };
      await expect(fleet.register(other, first, world.images.second, 'hello#142')).rejects.toThrow('sidecar');
    });

    promise('makes a deployed revision PRIMARY at once, and completes it with all tasks replaced', async () => {
      await fleet.deploy(target, second);
      const begun = await look();
      expect(primaryOf(begun)).toBe(second);
      expect(begun.serviceDeployments[0]).toMatchObject({ taskDefinition: second });
      await world.settle();
      const view = await look();
      expect(view).toMatchObject({ desired: 2, running: 2 });
      expect(view.deployments).toMatchObject([{ taskDefinition: second, rolloutState: 'COMPLETED' }]);
      expect(view.serviceDeployments[0]).toMatchObject({ taskDefinition: second, status: 'SUCCESSFUL' });
      const tasks = await fleet.runningTasks(target);
      expect(tasks.map((t) => t.digest)).toEqual([digestOf(world.images.second), digestOf(world.images.second)]);
    });

    promise('does nothing when asked for what is PRIMARY already (A04)', async () => {
      const before = await look();
      await fleet.deploy(target, second);
      const after = await look();
      expect(after.serviceDeployments.map((d) => d.arn)).toEqual(before.serviceDeployments.map((d) => d.arn));
      expect(after.deployments).toMatchObject([{ taskDefinition: second, rolloutState: 'COMPLETED' }]);
    });

    promise(
      'goes back to what completed last when a deployment is stopped, however often that is asked (R01)',
      async () => {
        const third = await fleet.register(target, second, world.images.first, 'hello#143');
        await fleet.deploy(target, third);
        const own = (await look()).serviceDeployments[0]?.arn ?? '';
        expect(await fleet.stop(target, own)).toBe('stopping');
        await fleet.stop(target, own);
        await world.settle();
        const view = await look();
        expect(view.deployments).toMatchObject([{ taskDefinition: second, rolloutState: 'COMPLETED' }]);
        expect(view.serviceDeployments.find((d) => d.arn === own)).toMatchObject({
          status: 'ROLLBACK_SUCCESSFUL',
          taskDefinition: third,
        });
        expect((await fleet.runningTasks(target)).every((t) => t.taskDefinition === second)).toBe(true);
      },
    );

    promise('has nothing left to stop of a deployment that is over', async () => {
      const over = (await look()).serviceDeployments.map((d) => d.arn);
      for (const arn of over) expect(await fleet.stop(target, arn)).toBe('finished');
    });

    promise('turns a failing deployment around by itself, and says why its tasks stopped (G03)', async () => {
      const bad = await fleet.register(target, second, world.images.broken, 'hello#144');
      await fleet.deploy(target, bad);
      await world.fail();
      await world.settle();
      const view = await look();
      expect(primaryOf(view)).toBe(second);
      expect(view.serviceDeployments[0]).toMatchObject({ taskDefinition: bad, status: 'ROLLBACK_SUCCESSFUL' });
      expect(view.serviceDeployments[0]?.reason).not.toBe('');
      const stopped = (await fleet.stoppedTasks(target)).find((t) => t.taskDefinition === bad);
      expect(stopped?.reason).toContain('exit code 3');
    });

    promise('ends a deployment that is under way when another is started over it (G07)', async () => {
      const [one, two] = [
        await fleet.register(target, second, world.images.first, 'hello#145'),
        await fleet.register(target, second, world.images.first, 'hello#146'),
      ];
      await fleet.deploy(target, one);
      await fleet.deploy(target, two);
      const view = await look();
      expect(primaryOf(view)).toBe(two);
      expect(view.serviceDeployments.find((d) => d.taskDefinition === one)?.status).toBe('STOPPED');
      await world.settle();
      expect((await look()).deployments).toMatchObject([{ taskDefinition: two, rolloutState: 'COMPLETED' }]);
    });

    promise('has no image of a task definition that is gone or INACTIVE (R06)', async () => {
      expect(await fleet.imageOf(target, first.replace(/:\d+$/, ':9999'))).toBeUndefined();
      await world.deregister(first);
      expect(await fleet.imageOf(target, first)).toBeUndefined();
    });

    promise('refuses to deploy a service that is not there', async () => {
      await expect(fleet.deploy({ ...target, service: 'nowhere' }, second)).rejects.toThrow();
    });

    promise('shows a removed service as gone or not ACTIVE (G06)', async () => {
      await world.removeService();
      const view = await fleet.view(target);
      expect(view?.status).not.toBe('ACTIVE');
      await expect(fleet.deploy(target, second)).rejects.toThrow();
    });
  });
}
