import { beforeEach, describe, expect, it } from 'vitest';
import { withSurprise } from '#test/fixtures/faults.ts';
import { digest, MINUTE } from '#test/fixtures/ledger.ts';
import { aStage } from '#test/fixtures/stage-plan.ts';
import { released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const APPROVE = { kind: 'approve', release: 'hello#7', stage: 'production' };
const REJECT = { ...APPROVE, kind: 'reject' };
const stage = aStage({ approval: { from: 2, authorMayApprove: false, within: 60 * MINUTE } });

describe('approving a release', () => {
  let bench: ObeyBench;
  beforeEach(async () => {
    bench = await openObeyBench({ production: { approval: { from: 2, within: '1h' } } });
    await released(bench, 6);
    await bench.accept(7, 'WAITING', { author: 'zoe', pusher: 'zed' });
    await bench.plan(7);
    await bench.enter(7, stage);
  });
  const approvers = async () => (await bench.run(7)).approvals?.map(({ by }) => by);

  it('counts two persons, says so, and lets it in when both have said yes', async () => {
    const { token } = await bench.enter(7, stage);
    expect(await bench.obey(APPROVE)).toMatchObject({
      done: true,
      message: 'hello#7 has 1 of 2 approvals for production',
    });
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.enter(7, stage)).answer).toBeUndefined();
    expect(await bench.obey(APPROVE, { by: 'bob' })).toMatchObject({ message: expect.stringContaining('2 of 2') });
    expect((await bench.run(7)).approvals).toMatchObject([
      { by: 'amy', digest: digest('7'), reason: 'I looked at it' },
      { by: 'bob', digest: digest('7') },
    ]);
    expect((await bench.events(7)).findLast(({ kind }) => kind === 'approved')).toMatchObject({
      actor: 'bob',
      sentence: 'bob approves it for production (2 of 2): I looked at it',
    });
    expect((await bench.enter(7, stage)).answer).toMatchObject({ status: 'entered' });
  });

  it('counts nobody twice (J01)', async () => {
    await bench.obey(APPROVE);
    expect(await bench.obey(APPROVE)).toMatchObject({
      done: false,
      message: 'amy has approved hello#7 for production already (1 of 2)',
    });
    expect(await approvers()).toEqual(['amy']);
  });

  it.each(['zoe', 'zed'])('does not count %s, who is behind it (J05)', async (by) => {
    expect(await bench.obey(APPROVE, { by })).toMatchObject({
      done: false,
      message: expect.stringContaining('authors'),
    });
    expect(await approvers()).toBeUndefined();
  });

  it('has one of approve and reject when both come at once, and tells the other (J01)', async () => {
    await bench.obey(APPROVE, { by: 'bob' });
    let rejected: Promise<unknown> | undefined;
    const table = withSurprise(bench.ports.table, 'write', {
      before: async () => {
        rejected ??= bench.obey(REJECT, { by: 'carol' });
        await rejected;
      },
    });
    expect(await bench.obey(APPROVE, {}, { table })).toMatchObject({
      done: false,
      message: 'hello#7 was rejected for production by carol: I looked at it',
    });
    expect(await approvers()).toEqual(['bob']);
    expect((await bench.enter(7, stage)).answer).toMatchObject({ status: 'refused', error: 'Rejected' });
  });

  it('takes no more yes and no once there are enough', async () => {
    await bench.obey(APPROVE);
    await bench.obey(APPROVE, { by: 'bob' });
    for (const late of [APPROVE, REJECT])
      expect(await bench.obey(late, { by: 'carol' })).toMatchObject({
        done: false,
        message: 'hello#7 is already approved for production by amy and bob; cancel it instead',
      });
    expect(await bench.run(7)).not.toHaveProperty('rejected');
  });

  it('is refused for a release that is superseded, although it has not heard of that yet (J02)', async () => {
    await bench.accept(8);
    await bench.enter(8, stage);
    expect(await bench.obey(APPROVE)).toMatchObject({
      done: false,
      message: 'hello#7 is superseded by hello#8, which reached production first',
    });
  });

  it.each([
    ['after its time', () => bench.pass(61 * MINUTE), /waited for its approvals until/],
    [
      'after a cancel',
      () => bench.obey({ kind: 'cancel', release: 'hello#7' }),
      /has ended CANCELLED: cancelled by amy/,
    ],
    ['in another stage', () => undefined, /asks for no approval/, 'staging'],
    ['in no stage of it', () => undefined, /does not go to nowhere: it goes to staging, production/, 'nowhere'],
  ])('is refused %s (J02)', async (_when, before, sentence, where = 'production') => {
    await before();
    const { done, message } = await bench.obey({ ...APPROVE, stage: where });
    expect(message).toMatch(sentence);
    expect(done).toBe(false);
    expect(await approvers()).toBeUndefined();
  });

  it('is refused for another digest than the person was shown', async () => {
    expect(await bench.obey(APPROVE, { seen: { digest: digest('6') } })).toMatchObject({ done: false });
    expect(await bench.obey(APPROVE, { seen: { digest: digest('7') } })).toMatchObject({ done: true });
  });

  it('does not know releases that there are not', async () => {
    expect(await bench.obey({ ...APPROVE, release: 'hello#99' })).toMatchObject({
      message: 'there is no release hello#99',
    });
  });
});
