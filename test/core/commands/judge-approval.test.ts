import { describe, expect, it } from 'vitest';
import { type ApprovalAsked, judgeApprove, judgeReject } from '#core/commands/judge-approval.ts';
import { configSchema } from '#core/config/schema.ts';
import type { Approval, Run } from '#core/ledger/items.ts';
import { makePlan } from '#core/plan/make-plan.ts';
import { isTerminal, ONGOING, TERMINAL } from '#core/release/release.ts';
import { aRelease, digest, MINUTE, NOON } from '#test/fixtures/ledger.ts';

const WITHIN = 60 * MINUTE;
const config = configSchema.parse({
  services: {
    hello: {
      repository: { id: 42, name: 'acme/hello' },
      build: { project: 'hello', image: 'hello' },
      people: { amy: { github: 'Amy-Hub', slack: 'T001/U001' } },
      may: { approve: ['amy', 'bob', 'carol', 'dave'] },
      stages: [
        { name: 'staging', targets: [{ cluster: 'main', service: 'hello', container: 'app' }] },
        {
          name: 'production',
          targets: [{ cluster: 'main', service: 'hello', container: 'app' }],
          approval: { from: 2, within: '1h' },
        },
      ],
    },
  },
}).services['hello'];
if (!config) throw new Error('It was just configured.');

const release = aRelease({ state: 'WAITING', digest: digest('7'), author: 'zoe', pusher: 'zoe', stage: 'production' });
const yes = (by: string, over: Partial<Approval> = {}): Approval => ({
  by,
  reason: 'fine',
  at: NOON,
  digest: digest('7'),
  ...over,
});
const run = (over: Partial<Run> = {}): Run => ({ release: 'hello#7', stage: 'production', arrivedAt: NOON, ...over });
const asked = (over: Partial<ApprovalAsked> = {}): ApprovalAsked => ({
  release,
  stage: 'production',
  plan: makePlan(release, config),
  run: run(),
  newest: 7,
  config,
  by: 'bob',
  reason: 'tried it',
  now: NOON + MINUTE,
  ...over,
});
const withRun = (over: Partial<Run>) => asked({ run: run(over) });

describe('an approval', () => {
  it.each<[string, ApprovalAsked, string, string[]]>([
    ['the first one', asked(), '1 of 2', ['bob']],
    ['the second one', withRun({ approvals: [yes('amy')] }), '2 of 2', ['amy', 'bob']],
    ['in the last moment', asked({ now: NOON + WITHIN - 1 }), '1 of 2', ['bob']],
    [
      'after one for another digest',
      withRun({ approvals: [yes('amy', { digest: digest('6') })] }),
      '1 of 2',
      ['amy', 'bob'],
    ],
    ['again, for another digest', withRun({ approvals: [yes('bob', { digest: digest('6') })] }), '1 of 2', ['bob']],
    [
      'after one of somebody who may not any more',
      withRun({ approvals: [yes('mallory')] }),
      '1 of 2',
      ['mallory', 'bob'],
    ],
    ['after one of the author', withRun({ approvals: [yes('zoe')] }), '1 of 2', ['zoe', 'bob']],
  ])('counts: %s', (_what, given, count, approvers) => {
    const { effect } = judgeApprove(given) as { effect: { run: Run; message: string } };
    expect(effect.message).toBe(`hello#7 has ${count} approvals for production`);
    expect(effect.run.approvals?.map(({ by }) => by)).toEqual(approvers);
    expect(effect.run.approvals?.at(-1)).toMatchObject({ by: 'bob', reason: 'tried it', digest: digest('7') });
  });

  it.each<[string, Partial<ApprovalAsked>, RegExp]>([
    [
      'the login of whoever pushed',
      { release: { ...release, pusher: 'amy-hub' }, by: 'amy' },
      /authors may not approve/,
    ],
    ['the author`s own name', { by: 'zoe' }, /authors may not approve/],
    [
      'a second yes of one person',
      { run: run({ approvals: [yes('bob')] }) },
      /bob has approved hello#7 for production already \(1 of 2\)/,
    ],
  ])('does not count: %s', (_what, over, refused) => {
    expect(judgeApprove(asked(over)).refused).toMatch(refused);
  });

  it('counts the author where the rule lets it', () => {
    const plan = makePlan(release, config);
    const stages = plan.stages.map((stage) =>
      stage.approval ? { ...stage, approval: { ...stage.approval, authorMayApprove: true } } : stage,
    );
    expect(judgeApprove(asked({ by: 'zoe', plan: { ...plan, stages } })).refused).toBeUndefined();
  });
});

describe.each([
  ['an approval', judgeApprove],
  ['a rejection', judgeReject],
])('%s', (_what, judge) => {
  it.each<[string, Partial<ApprovalAsked>, RegExp]>([
    ['before it is prepared', { plan: undefined }, /not prepared yet/],
    ['for a stage that it does not go to', { stage: 'qa' }, /does not go to qa: it goes to staging, production/],
    ['for a stage that asks for none', { stage: 'staging' }, /staging asks for no approval of hello#7/],
    ['before it has reached the stage', { run: undefined }, /has not reached production yet/],
    ['after it has entered', { run: run({ enteredAt: NOON }) }, /has entered production already: cancel it instead/],
    [
      'after somebody said no',
      { run: run({ rejected: { by: 'amy', reason: 'no', at: NOON } }) },
      /was rejected for production by amy: no/,
    ],
    ['after its time', { now: NOON + WITHIN }, /waited for its approvals until 2026-11-22 13:00 UTC/],
    ['after it was superseded', { newest: 8 }, /superseded by hello#8/],
    [
      'when there are enough',
      { run: run({ approvals: [yes('amy'), yes('carol')] }) },
      /already approved for production by amy and carol; cancel it instead/,
    ],
    [
      'in an emergency',
      { release: { ...release, emergency: { by: 'amy', reason: 'x', at: NOON, isInForce: true } } },
      /asks for no approval any more/,
    ],
  ])('is refused %s', (_when, over, refused) => {
    expect(judge(asked(over)).refused).toMatch(refused);
  });

  it.each(TERMINAL)('is refused for what has ended %s', (state) => {
    const { refused } = judge(asked({ release: { ...release, state, reason: 'so it is' } }));
    expect(refused).toBe(`hello#7 has ended ${state}: so it is`);
  });

  it('is possible only while it has not ended', () => {
    for (const state of ONGOING) expect(isTerminal(state)).toBe(false);
    expect(judge(asked()).refused).toBeUndefined();
  });
});
