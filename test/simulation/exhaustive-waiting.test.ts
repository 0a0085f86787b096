import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRig, type Rig } from './aws/orchestrator.ts';
import { breakEverywhere } from './break-everywhere.ts';
import { WAITING_PATH } from './story/main-paths.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

it(`breaks no promise of ${WAITING_PATH.title}, with every fault at every place`, { timeout: 300_000 }, async () => {
  const { broken, runs } = await breakEverywhere(rig, WAITING_PATH);
  expect(broken).toEqual([]);
  expect(runs).toBeGreaterThan(200);
});
