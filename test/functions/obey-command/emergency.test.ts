import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import { MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { aStage } from '#test/fixtures/stage-plan.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const EMERGENCY = { kind: 'emergency', release: 'hello#7' };
const stage = aStage({ approval: { from: 2, authorMayApprove: false, within: 60 * MINUTE } });

describe('an emergency (J12)', () => {
  let bench: ObeyBench;
  const open = async (over = {}) => {
    bench = await openObeyBench(over);
    await released(bench, 6);
  };
  beforeEach(() => open());

  it('takes two persons, of whom one may be the author, and lets the release pass its approvals', async () => {
    await bench.accept(7, 'WAITING', { author: 'amy' });
    const { token } = await bench.enter(7, stage);
    expect(await bench.obey(EMERGENCY)).toMatchObject({
      done: true,
      message: expect.stringContaining('second person'),
    });
    expect((await bench.release(7)).emergency).toMatchObject({ by: 'amy', isInForce: false });
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.enter(7, stage)).answer).toBeUndefined();
    expect(await bench.obey(EMERGENCY)).toMatchObject({
      done: false,
      message: expect.stringContaining('a second person must'),
    });
    expect(await bench.obey(EMERGENCY, { by: 'bob', reason: 'it burns' })).toMatchObject({ done: true });
    expect((await bench.release(7)).emergency).toMatchObject({ by: 'amy', seconded: { by: 'bob' }, isInForce: true });
    expect((await bench.events(7)).findLast(({ kind }) => kind === 'emergency')).toMatchObject({
      page: true,
      actor: 'bob',
      sentence: 'EMERGENCY: bob agrees with amy: it passes windows, approvals and bakes: it burns',
    });
    expect((await bench.enter(7, stage)).answer).toMatchObject({ status: 'entered' });
    expect((await bench.run(7)).isEmergency).toBe(true);
  });

  it('takes one where the service says so, and shortens the bake that is under way', async () => {
    await open({ emergencyNeeds: 1 });
    const fence = await deployed(bench, 7);
    await bench.bake(7, fence);
    bench.pass(2 * MINUTE);
    expect((await bench.bake(7, fence)).answer).toBeUndefined();
    await bench.obey(EMERGENCY);
    expect((await bench.bake(7, fence)).answer).toMatchObject({ status: 'healthy' });
  });

  it('leaves a stage alone that the release has left', async () => {
    await open({ emergencyNeeds: 1 });
    const passed = aStage({ last: false });
    const fence = await deployed(bench, 7, passed);
    await bench.bake(7, fence, passed);
    bench.pass(11 * MINUTE);
    await bench.bake(7, fence, passed);
    await bench.leave(7, fence, passed);
    expect(await bench.obey(EMERGENCY)).toMatchObject({ done: true });
    expect(await bench.run(7)).not.toHaveProperty('isEmergency');
  });

  it('does not outlive the right of who asked first (J04)', async () => {
    await open({ may: { emergency: ['bob', 'carol'] } });
    await bench.accept(7, 'WAITING', { emergency: { by: 'amy', reason: 'x', at: NOON, isInForce: false } });
    await bench.obey(EMERGENCY, { by: 'bob' });
    expect((await bench.release(7)).emergency).toMatchObject({ by: 'bob', isInForce: false });
  });

  it('is over once it is in force, has ended or is turned around', async () => {
    await open({ emergencyNeeds: 1 });
    await deployed(bench, 7);
    await bench.obey(EMERGENCY);
    expect(await bench.obey(EMERGENCY, { by: 'bob' })).toMatchObject({
      message: expect.stringContaining('EMERGENCY already'),
    });
    await bench.obey({ kind: 'cancel', release: 'hello#7' });
    expect(await bench.obey(EMERGENCY)).toMatchObject({ message: 'hello#7 is being turned around already' });
    expect(await bench.obey({ ...EMERGENCY, release: 'hello#6' })).toMatchObject({
      message: expect.stringContaining('SUCCEEDED'),
    });
  });
});

describe('a pardon', () => {
  let bench: ObeyBench;
  const sha = '6'.repeat(40);
  beforeEach(async () => {
    bench = await openObeyBench();
    await released(bench, 6);
    for (const bad of [sha, `${sha.slice(1)}7`, `${sha.slice(2)}77`])
      await bench.ports.table.write([
        create(keys.quarantine('hello', bad), {
          service: 'hello',
          sha: bad,
          release: 6,
          stage: 'production',
          reason: 'bad',
          at: NOON,
        }),
      ]);
  });
  const pardon = (commit: string) => bench.obey({ kind: 'pardon', service: 'hello', sha: commit });

  it('lets a quarantined commit be released again, and is told in the history of what was turned around', async () => {
    expect(await pardon(sha)).toMatchObject({ done: true });
    expect(await bench.ports.table.read(keys.quarantine('hello', sha))).toBeUndefined();
    expect((await bench.events(6)).at(-1)).toMatchObject({
      actor: 'amy',
      sentence: 'amy pardons commit 6666666: I looked at it',
    });
    expect(await pardon(sha)).toMatchObject({ done: false, message: `no commit ${sha} of hello is quarantined` });
  });

  it('asks for more of a commit that is not the only one to begin so', async () => {
    expect(await pardon(sha.slice(0, 38))).toMatchObject({
      done: false,
      message: expect.stringContaining('name more of it'),
    });
    expect(await pardon(`${sha.slice(2)}7`)).toMatchObject({ done: true });
  });
});
