import { beforeEach, expect, it } from 'vitest';
import { change } from '#core/ledger/record.ts';
import { endRelease } from '#functions/steps/end-release.ts';
import { goBack, leaveBack, takenBack } from '#test/functions/acts.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from '#test/functions/obey-command/obey-bench.ts';

const RESUME = { kind: 'resume', service: 'hello', stage: 'production' };

let bench: ObeyBench;
let fence: number;
beforeEach(async () => {
  bench = await openObeyBench();
  await released(bench, 6);
  fence = await deployed(bench, 7);
});

it('writes down that a stage is held after a rollback, and that it is not any more once a person has resumed it', async () => {
  await goBack(bench, 7, fence);
  expect(await bench.release(7)).toMatchObject({ state: 'ROLLED_BACK', leaves: 'held' });
  await bench.obey(RESUME);
  expect(await bench.release(7)).toMatchObject({ state: 'ROLLED_BACK', leaves: 'resumed' });
});

it('writes down that a settled stage is free: nobody found anything wrong with the commit', async () => {
  await goBack(bench, 7, fence, takenBack('its execution was stopped by somebody'));
  expect(await bench.release(7)).toMatchObject({ state: 'ROLLED_BACK', leaves: 'free' });
});

it('writes down that a stage is locked where the way back failed', async () => {
  await leaveBack(bench, 7, fence, 'failed');
  expect(await bench.release(7)).toMatchObject({ state: 'ROLLBACK_FAILED', leaves: 'locked' });
});

const abandon = () => endRelease(bench.ports, { release: 'hello#7', failure: { Error: 'ExecutionEnded' } });

it('writes down that a stage is locked where nobody drove it any more', async () => {
  await abandon();
  expect(await bench.release(7)).toMatchObject({ state: 'ROLLBACK_FAILED', leaves: 'locked' });
});

it('writes down that a stage is free whose lock it had lost before', async () => {
  const { holder: _, ...freed } = await bench.environment();
  await bench.ports.table.write([change(freed, freed)]);
  await abandon();
  expect(await bench.release(7)).toMatchObject({ state: 'ROLLBACK_FAILED', leaves: 'free' });
});
