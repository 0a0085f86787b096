import type { Build, Builds } from '#core/ports/builds.ts';

export interface MemoryBuilds extends Builds {
  /** There is this build from now on, and it runs. */
  start(build: Omit<Build, 'isRunning'>): void;
}

/** Builds in memory. */
export function memoryBuilds(): MemoryBuilds {
  const builds = new Map<string, Build>();
  return {
    start: (build) => void builds.set(build.id, { ...build, isRunning: true }),
    read: async (id) => builds.get(id),
    async stop(id) {
      const build = builds.get(id);
      if (build) builds.set(id, { ...build, isRunning: false });
    },
  };
}
