import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Builds } from '#core/ports/builds.ts';
import { promise } from './endpoint.ts';

export interface BuildsWorld {
  builds: Builds;
  /** Starts a build of the project `hello` that goes on until it is stopped. Returns its id. */
  start(release?: string): Promise<string>;
  close(): Promise<void>;
}

/** What is known of a build, and that it can be stopped however often. */
export function describeBuildsContract(name: string, makeWorld: () => Promise<BuildsWorld>): void {
  describe(`builds, ${name}`, () => {
    let world: BuildsWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    afterAll(() => world.close());

    promise('say what they are and for which release', async () => {
      const before = Date.now();
      const id = await world.start('hello#7');
      const build = await world.builds.read(id);
      expect(build).toMatchObject({ id, project: 'hello', isRunning: true, release: 'hello#7' });
      expect(build?.logs).toMatch(/^https?:/);
      expect(Math.abs((build?.startedAt ?? 0) - before)).toBeLessThan(60_000);
    });

    promise('name no release when they were started for none', async () => {
      expect(await world.builds.read(await world.start())).not.toHaveProperty('release');
    });

    promise('are stopped, and stopped again', async () => {
      const id = await world.start('hello#7');
      await world.builds.stop(id);
      await world.builds.stop(id);
      expect(await world.builds.read(id)).toMatchObject({ isRunning: false });
    });

    promise('that never were are not there, and need no stopping', async () => {
      const nowhere = 'hello:0b0f7a52-3f4e-4b61-9c39-3d7f4f3a5f5e';
      expect(await world.builds.read(nowhere)).toBeUndefined();
      await world.builds.stop(nowhere);
    });
  });
}
