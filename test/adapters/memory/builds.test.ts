import { memoryBuilds } from '#adapters/memory/builds.ts';
import { describeBuildsContract } from '#test/contracts/builds-contract.ts';

describeBuildsContract('in memory', async () => {
  const builds = memoryBuilds();
  let serial = 0;
  return {
    builds,
    async start(release) {
      serial += 1;
      const id = `hello:${serial}`;
      builds.start({
        id,
        project: 'hello',
        startedAt: Date.now(),
        logs: 'https://logs/',
        ...(release ? { release } : {}),
      });
      return id;
    },
    close: async () => undefined,
  };
});
