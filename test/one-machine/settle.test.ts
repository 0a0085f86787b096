import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, openScene, pushed, readRelease, readStage, type Scene } from './scene.ts';
import { until } from './until.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene(4_900);
}, 60_000);
afterAll(() => scene.close(), 30_000);

test('a release whose execution is stopped by hand ends, holds the stage it was in, and calls somebody (F02)', async () => {
  const { machine } = scene;
  await pushed(machine.repository.workingCopyDirectory, { 'README.md': 'One.\n' }, 'One');
  const baking = await until('hello#1 to bake', async () => {
    const release = await readRelease(machine.table, 1);
    return release?.state === 'BAKING' ? release : undefined;
  });
  await machine.clients.stepFunctions.send(new StopExecutionCommand({ executionArn: baking.executionArn }));
  expect(await ended(machine.table, 1, 15_000)).toMatchObject({
    state: 'ROLLBACK_FAILED',
    reason: expect.stringContaining('was stopped by somebody'),
  });
  expect((await readStage(machine.table, baking.stage ?? '')).hold).toMatchObject({ kind: 'rollback-failed' });
}, 60_000);
