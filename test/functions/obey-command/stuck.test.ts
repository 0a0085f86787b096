import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import { aTurn, TARGET } from '#test/fixtures/stage-plan.ts';
import { goBack, leaveBack, startBack, takenBack } from '#test/functions/acts.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const ROLLBACK = { kind: 'rollback', service: 'hello', stage: 'production', despiteMigration: true };

/** A release whose migration cannot be undone runs on, and somebody was called: what that person can do. */
describe('taking a stage back from a release that could not be taken back', () => {
  let bench: ObeyBench;
  const primary = async () => (await bench.ports.fleet.view(TARGET))?.deployments[0]?.taskDefinition;
  /** As prepare-release leaves it. */
  const prepared = async () => {
    const release = await bench.release(7);
    await bench.ports.table.write([change(release, { ...release, state: 'PREPARING' })]);
  };
  beforeEach(async () => {
    bench = await openObeyBench();
    await released(bench, 5);
    const fence = await deployed(bench, 6);
    const run = await bench.run(6);
    const migration = { startedAt: 0, taskDefinition: 'migrate:1', reversible: false };
    await bench.ports.table.write([change(run, { ...run, migration })]);
    expect((await startBack(bench, 6, fence)).result).toBe('irreversible');
    await leaveBack(bench, 6, fence, 'irreversible');
    expect(await bench.release(6)).toMatchObject({ state: 'ROLLBACK_FAILED' });
  });

  it('goes to what is current, over what that release left there, and holds that release to be bad', async () => {
    const { current } = await bench.environment();
    expect(await bench.obey(ROLLBACK)).toMatchObject({
      done: true,
      message: 'hello#7 takes production back to hello#5',
    });
    expect(await bench.release(7)).toMatchObject({ turnsBack: { goesTo: { release: 5 }, from: { release: 6 } } });
    await prepared();
    const { answer } = await bench.enter(7, aTurn('rollback'));
    expect(answer?.status).toBe('entered');
    expect(await goBack(bench, 7, answer?.fence ?? 0, takenBack('amy wants it'))).toEqual({ passed: true });
    expect(await primary()).toBe(current?.taskDefinitions['hello']);
    expect(await bench.environment()).toMatchObject({
      current: { release: 5 },
      hold: { kind: 'rollback', release: 6 },
    });
    expect(await bench.ports.table.read(keys.quarantine('hello', '6'.repeat(40)))).toBeDefined();
  });

  it('needs the word that it is done in spite of the migration', async () => {
    expect(await bench.obey({ ...ROLLBACK, despiteMigration: false })).toMatchObject({
      done: false,
      message: expect.stringContaining('--despite-migration'),
    });
  });

  it('still does not overwrite what a stranger deployed over it (G07, S15)', async () => {
    await bench.obey(ROLLBACK);
    await prepared();
    const theirs = await bench.ports.fleet.deployByHand(TARGET, 'registry/hello@sha256:theirs');
    expect((await bench.enter(7, aTurn('rollback'))).answer).toBeUndefined();
    expect((await bench.release(7)).reason).toContain('which Bakewatch did not deploy');
    expect(await primary()).toBe(theirs);
  });

  it('says to the next release whose work is in its way, when the hold is lifted', async () => {
    await bench.obey({ kind: 'resume', service: 'hello', stage: 'production' });
    await bench.accept(7);
    expect((await bench.enter(7)).answer).toBeUndefined();
    expect((await bench.release(7)).reason).toContain('which hello#6 left there');
  });
});
