import { expect, it } from 'vitest';
import { memoryExecutions } from '#adapters/memory/executions.ts';
import { startRelease } from '#functions/start-release/start-release.ts';
import { aRelease } from '#test/fixtures/ledger.ts';

it('starts one execution per release, named after it, however often the stream tells of it (E01, E02)', async () => {
  const executions = memoryExecutions();
  for (const state of ['ACCEPTED', 'ACCEPTED', 'BUILDING'] as const)
    expect(await startRelease({ executions }, aRelease({ state }))).toBe('started');
  expect(executions.started()).toEqual([{ name: 'hello-7', input: { release: 'hello#7' } }]);
});

it('starts nothing for a release that has ended', async () => {
  const executions = memoryExecutions();
  expect(await startRelease({ executions }, aRelease({ state: 'STALE' }))).toBe('nothing to start');
  expect(executions.started()).toEqual([]);
});
