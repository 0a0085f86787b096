import { beforeEach, describe, expect, it } from 'vitest';
import { memoryBuilds } from '#adapters/memory/builds.ts';
import { obeyCommand } from '#functions/obey-command/obey-command.ts';
import { digest } from '#test/fixtures/ledger.ts';
import { aStage } from '#test/fixtures/stage-plan.ts';
import { released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from '../obey-command/obey-bench.ts';
import { APPROVE, buttonValue, type Pressed, slackBench } from './slack-bench.ts';

const CONFIG = {
  people: {
    amy: { slack: 'T012HOME/U012AMY' },
    bob: { slack: 'T012HOME/U012BOB' },
    zoe: { slack: 'T012HOME/U012ZOE' },
  },
  may: { approve: ['amy', 'zoe'] },
  production: { approval: { from: 1, within: '1h' } },
};
const stage = aStage({ approval: { from: 1, authorMayApprove: false, within: 3_600_000 } });

describe('a click, through the command bus to its effect', () => {
  let bench: ObeyBench;
  beforeEach(async () => {
    bench = await openObeyBench(CONFIG);
    await released(bench, 6);
    await bench.accept(7, 'WAITING', { author: 'zoe', pusher: 'zed' });
    await bench.plan(7);
    await bench.enter(7, stage);
  });

  /** Every order that a click gives is obeyed as often as it was handed over. */
  const press = async (pressed: Pressed = {}, times = 1, teams: string[] = []) => {
    const slack = slackBench({ teams });
    for (let i = 0; i < times; i += 1) expect(await slack.press(pressed)).toMatchObject({ status: 200 });
    const answers = [];
    for (const order of slack.sent())
      answers.push(await obeyCommand({ ...bench.ports, builds: memoryBuilds() }, order));
    return answers;
  };
  const approvals = async () => (await bench.run(7)).approvals;
  const shown = (over: object) =>
    buttonValue({ command: APPROVE, seen: { digest: digest('7'), state: 'WAITING', ...over } });

  it('approves what was shown, wakes the release and lets it in', async () => {
    const { token } = await bench.enter(7, stage);
    expect(await press({ value: shown({}), typed: 'looked at staging' })).toMatchObject([{ done: true }]);
    expect(await approvals()).toMatchObject([{ by: 'amy', digest: digest('7'), reason: 'looked at staging' }]);
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.enter(7, stage)).answer).toMatchObject({ status: 'entered' });
  });

  it('has one effect and one record, however often Slack tells of it (J07, S2)', async () => {
    expect(await press({}, 3)).toMatchObject([
      { done: true, isRepeat: false },
      { done: true, isRepeat: true },
      { done: true, isRepeat: true },
    ]);
    expect(await approvals()).toHaveLength(1);
    expect(await bench.records()).toHaveLength(1);
  });

  it.each([
    ['another digest', { digest: digest('6') }, /no longer what you were shown: the digest/],
    ['another state', { state: 'BAKING' }, /no longer what you were shown: the state was BAKING/],
    ['another current release', { current: 5 }, /the current release was #5, now it is #6/],
  ])(
    'is refused when it was shown for %s, and that is recorded with the reason (J02, J06)',
    async (_what, over, why) => {
      expect(await press({ value: shown(over) })).toMatchObject([{ done: false, message: expect.stringMatching(why) }]);
      expect(await approvals()).toBeUndefined();
      expect(await bench.records()).toMatchObject([
        { by: 'amy', via: 'slack', kind: 'approve', isDone: false, message: expect.stringMatching(why) },
      ]);
    },
  );

  it.each<[string, Pressed, string, RegExp]>([
    ['who may not', { user: 'U012BOB' }, 'bob', /bob may not approve/],
    ['whom nobody knows', { user: 'U999' }, 'slack:T012HOME/U999', /may not approve/],
    ['of another workspace with the id of one who may', { team: 'T999' }, 'slack:T999/U012AMY', /may not approve/],
    ['who wrote it', { user: 'U012ZOE' }, 'zoe', /authors/],
  ])('is refused from a person %s, and recorded (J04, J05, S14)', async (_who, pressed, by, why) => {
    expect(await press(pressed, 1, ['T999'])).toMatchObject([{ done: false, message: expect.stringMatching(why) }]);
    expect(await approvals()).toBeUndefined();
    expect(await bench.records()).toMatchObject([{ by, isDone: false, message: expect.stringMatching(why) }]);
  });

  it('counts one person once, whether she presses twice or types as well (J01)', async () => {
    await press();
    expect(await press({ at: '1800000001.000000' })).toMatchObject([{ done: false }]);
    expect(await bench.obey(APPROVE, { by: 'amy' })).toMatchObject({ done: false });
    expect(await approvals()).toHaveLength(1);
  });

  it('takes back a release that is moving traffic, which stays CANCELLING until that is proved (J08)', async () => {
    await press();
    const { answer } = await bench.enter(7, stage);
    await bench.deploy(7, answer?.fence ?? 0);
    const value = buttonValue({ command: { kind: 'cancel', release: 'hello#7' }, seen: { state: 'DEPLOYING' } });
    expect(await press({ value, user: 'U012BOB', label: 'Cancel' })).toMatchObject([{ done: true }]);
    expect(await bench.release(7)).toMatchObject({
      state: 'CANCELLING',
      cancelled: { by: 'bob', reason: 'pressed Cancel in Slack' },
    });
  });

  it('rejects what then nobody can approve any more, and who tries is told (J01)', async () => {
    expect(
      await press({ value: buttonValue({ command: { ...APPROVE, kind: 'reject' } }), user: 'U012BOB' }),
    ).toMatchObject([{ done: true }]);
    expect(await press()).toMatchObject([{ done: false, message: expect.stringContaining('was rejected') }]);
  });
});
