import { beforeEach, describe, expect, it } from 'vitest';
import { NOON } from '#test/fixtures/ledger.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const AMY = 'T012HOME/U012AMY';
const ZOE = 'T012HOME/U012ZOE';
const inSlack = (by: string, more = {}) => ({ by, via: 'slack' as const, reason: 'pressed', ...more });

describe('an order from Slack that is refused', () => {
  let bench: ObeyBench;
  beforeEach(async () => {
    bench = await openObeyBench({ people: { amy: { slack: AMY } }, may: { everything: ['amy'] } });
    await bench.accept(7, 'WAITING', { stage: 'production', reason: 'waits for its approval' });
  });
  const refusals = async (number = 7) => (await bench.events(number)).filter(({ kind }) => kind === 'refused');

  it('is told in the history of its release: who, what, why and what to do; nothing else of the release changes', async () => {
    const { version: _before, events, ...before } = await bench.release(7);
    await bench.obey({ kind: 'cancel', release: 'hello#7' }, inSlack(ZOE));
    expect(await refusals()).toMatchObject([
      {
        number: events + 1,
        actor: `slack:${ZOE}`,
        state: 'WAITING',
        refused: 'cancel',
        sentence: `slack:${ZOE} asked for \`cancel hello#7\` and was refused: slack:${ZOE} may not cancel in hello: amy may; ask somebody who may`,
      },
    ]);
    const { version: _after, events: now, ...after } = await bench.release(7);
    expect([now, after]).toEqual([events + 1, before]);
  });

  it('says of a button that shows what is over what has changed since, and to look again', async () => {
    await bench.obey({ kind: 'cancel', release: 'hello#7' }, inSlack(AMY, { seen: { state: 'BUILDING' } }));
    const [told] = await refusals();
    expect(told?.sentence).toBe(
      'amy asked for `cancel hello#7` and was refused: this is no longer what you were shown: the state was BUILDING, now it is WAITING; look at the card as it is now, and press again if you still want it',
    );
  });

  it('says what the judge says, also of a release that has ended, which stays as it is', async () => {
    await bench.accept(8, 'SUCCEEDED', { stage: 'production', reason: 'baked', endedAt: NOON - 1 });
    await bench.obey({ kind: 'cancel', release: 'hello#8' }, inSlack(AMY));
    const [told] = await refusals(8);
    expect(told?.sentence).toMatch(/^amy asked for `cancel hello#8` and was refused: hello#8 .*SUCCEEDED/);
    expect(await bench.release(8)).toMatchObject({ state: 'SUCCEEDED', reason: 'baked', endedAt: NOON - 1 });
  });

  it('that names only a stage is told on the release whose card was pressed, if that is of the same service', async () => {
    const resume = { kind: 'resume', service: 'hello', stage: 'production' };
    await bench.obey(resume, inSlack(AMY, { card: 'hello#7' }));
    await bench.obey(resume, inSlack(AMY, { card: 'other#7' }));
    await bench.obey(resume, inSlack(AMY));
    expect(await refusals()).toMatchObject([{ refused: 'resume' }]);
  });

  it('is not told where it came from elsewhere: the person was answered there', async () => {
    await bench.obey({ kind: 'cancel', release: 'hello#7' }, { by: 'zoe' });
    expect(await refusals()).toEqual([]);
  });

  it('is told once a minute however often she presses, and each one is in the audit all the same', async () => {
    for (const _ of [1, 2, 3]) await bench.obey({ kind: 'cancel', release: 'hello#7' }, inSlack(ZOE));
    expect(await refusals()).toHaveLength(1);
    await bench.obey({ kind: 'reject', release: 'hello#7', stage: 'production' }, inSlack(ZOE));
    expect(await refusals()).toHaveLength(2);
    bench.pass(60_000);
    await bench.obey({ kind: 'cancel', release: 'hello#7' }, inSlack(ZOE));
    expect(await refusals()).toHaveLength(3);
    expect(await bench.records()).toHaveLength(5);
  });

  it('is told of ten times a minute at most, whoever they are', async () => {
    const people = Array.from({ length: 15 }, (_, i) => `T012HOME/U0${String(i).padStart(3, '0')}`);
    for (const each of people) await bench.obey({ kind: 'cancel', release: 'hello#7' }, inSlack(each));
    expect(await refusals()).toHaveLength(10);
    expect(await bench.records()).toHaveLength(15);
  });
});
