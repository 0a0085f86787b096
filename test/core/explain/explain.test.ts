import { describe, expect, it } from 'vitest';
import type { Blocker } from '#core/admission/blockers.ts';
import type { OpenChecks } from '#core/checks/open-checks.ts';
import { explain } from '#core/explain/explain.ts';
import type { ExplainFacts } from '#core/explain/facts.ts';
import type { Environment, PushedCommit } from '#core/ledger/items.ts';
import { aHolder, MINUTE, NOON, SHA } from '#test/fixtures/ledger.ts';
import { aCarrier, aPassedRun, aStageOf, asked } from './given.ts';
import { carriedOn, ended, SUCCEEDED, takenBack, waitingFor, working } from './situations.ts';

const HOUR = 60 * MINUTE;

/** The commands that a person is given, in their order. */
const commandsOf = (facts: ExplainFacts): string[] =>
  explain(facts).services.flatMap(({ next }) => next.flatMap(({ command }) => command ?? []));

const onlyService = (facts: ExplainFacts) => {
  const [service] = explain(facts).services;
  if (!service) throw new Error('there is no service');
  return service;
};

describe('a release that waits', () => {
  const held: Partial<Environment> = { hold: { kind: 'rollback', release: 6, reason: 'errors', since: NOON } };
  const holder = aHolder({ release: 6 });
  const cases: [string, Blocker, Partial<Environment>, RegExp, string[]][] = [
    [
      'another release has the stage',
      { kind: 'queued', holder: 'hello#6', since: NOON, leaseUntil: NOON + HOUR },
      { holder },
      /hello#6 has the stage since 2026-11-22 12:00 UTC/,
      [],
    ],
    [
      'the stage is held',
      { kind: 'held', reason: 'errors', since: NOON },
      held,
      /the stage is held since 2026-11-22 12:00 UTC: errors/,
      ['npx bakewatch resume hello production --reason "..."'],
    ],
    [
      'everything is frozen',
      { kind: 'frozen', what: 'everything', by: 'bob', reason: 'a fair', since: NOON },
      {},
      /bob froze everything/,
      ['npx bakewatch unfreeze --reason "..."'],
    ],
    [
      'the stage is frozen for an hour',
      { kind: 'frozen', what: 'hello production', by: 'bob', reason: 'a fair', since: NOON, until: NOON + HOUR },
      {},
      /bob froze hello production .* goes on at 2026-11-22 13:00 UTC/,
      ['npx bakewatch unfreeze hello production --reason "..."'],
    ],
    [
      'its window is shut',
      { kind: 'window', reason: 'opens Mon 09:00 UTC', opensAt: NOON + HOUR },
      {},
      /its window is shut: opens Mon 09:00 UTC/,
      [`npx bakewatch emergency 'hello#7' --reason "..."`],
    ],
    [
      'one of two approvals is there',
      { kind: 'approval', given: ['bob'], needed: 2, until: NOON + HOUR },
      {},
      /1 of 2 have approved \(bob\)/,
      [`npx bakewatch approve 'hello#7' production --reason "..."`],
    ],
    [
      'an alarm is red',
      { kind: 'alarm', name: 'errors', state: 'ALARM', reason: 'since 11:58:00 UTC' },
      {},
      /alarm errors is ALARM/,
      ['npx bakewatch fix-forward hello production --reason "..."'],
    ],
    [
      'an alarm has no data',
      { kind: 'alarm', name: 'errors', state: 'INSUFFICIENT_DATA', reason: '' },
      {},
      /alarm errors is INSUFFICIENT_DATA/,
      [],
    ],
    [
      'somebody deployed by hand',
      { kind: 'drift', target: 'hello', expected: 'hello:5', found: 'hello:9' },
      {},
      /hello runs hello:9, which Bakewatch did not deploy/,
      ['npx bakewatch adopt hello production hello:9 --reason "..."'],
    ],
  ];

  it.each(cases)('because %s says so, and what a person can do', (_, blocker, environment, sentence, commands) => {
    const facts = waitingFor(blocker, environment);
    const { headline } = explain(facts);
    expect(headline).toMatch(/^hello#7 \(aaaaaaa\) is in staging and waits for production: /);
    expect(headline).toMatch(sentence);
    expect(commandsOf(facts)).toEqual(commands);
    expect(onlyService(facts).next).not.toEqual([]);
    expect(onlyService(facts).stages[1]).toMatchObject({
      kind: 'waiting',
      blockers: [blocker],
      recheckAt: NOON + HOUR,
    });
  });

  it('is helped by one command where people deployed to several targets by hand', () => {
    const drift = { kind: 'drift' as const, target: 'hello', expected: 'hello:5', found: 'hello:9' };
    const facts = waitingFor(drift);
    const run = facts.services[0]?.carriers[0]?.runs['production'];
    run?.blockers?.push({ ...drift, target: 'worker', expected: 'worker:3', found: 'worker:4' });
    expect(commandsOf(facts)).toEqual(['npx bakewatch adopt hello production hello:9 worker:4 --reason "..."']);
  });

  it('says when a blocker ends by itself', () => {
    const opensAt = NOON + HOUR;
    expect(onlyService(waitingFor({ kind: 'window', reason: 'shut', opensAt })).next[0]).toEqual({
      what: 'the window opens at 2026-11-22 13:00 UTC',
      at: opensAt,
    });
  });

  it.each([
    [
      'and until when it bakes',
      NOON + 30 * MINUTE,
      ' until 2026-11-22 12:30 UTC at the earliest',
      { at: NOON + 30 * MINUTE },
    ],
    ['but no moment that is over', NOON + 10 * MINUTE, '', {}],
  ])('says what the release before it is doing, %s', (_, bakesUntil, words, at) => {
    const queued = waitingFor({ kind: 'queued', holder: 'hello#6', since: NOON, leaseUntil: NOON }, { holder });
    const production = queued.services[0]?.stages[1];
    if (!production) throw new Error('there is no production');
    production.holder = { release: aCarrier({ number: 6, state: 'BAKING' }).release, bakesUntil };
    expect(onlyService(queued).next).toEqual([{ what: `hello#6 leaves production (it is baking${words})`, ...at }]);
  });

  it.each<[string, Blocker]>([
    ['the release before it has left', { kind: 'queued', holder: 'hello#6', since: NOON, leaseUntil: NOON + HOUR }],
    ['the hold was lifted', { kind: 'held', reason: 'errors', since: NOON }],
    [
      'the freeze is over',
      { kind: 'frozen', what: 'hello', by: 'bob', reason: 'a fair', since: NOON, until: NOON + 1 },
    ],
    ['the window is open', { kind: 'window', reason: 'shut', opensAt: NOON + 1 }],
  ])('does not say what was so at its last look when %s since', (_, blocker) => {
    const facts = waitingFor(blocker);
    expect(explain(facts).headline).toBe(
      'hello#7 (aaaaaaa) is in staging and waits for production, where nothing is known to be in its way: it looks again within 5 min',
    );
    expect(onlyService(facts).next).toHaveLength(1);
  });
});

describe('a release at work', () => {
  it.each<[Parameters<typeof working>[0], Parameters<typeof working>[1], RegExp]>([
    ['DEPLOYING', {}, /is in staging and is being deployed to production since 2026-11-22 12:14 UTC$/],
    ['VERIFYING', {}, /is deployed to production and being tested$/],
    [
      'BAKING',
      { bakeStartedAt: NOON + 15 * MINUTE },
      /bakes in production until 2026-11-22 12:25 UTC at the earliest$/,
    ],
    [
      'BAKING',
      { bakeStartedAt: NOON, verdict: { kind: 'not yet', reason: 'extended: 12 of 100 samples', at: NOON } },
      /bakes in production since 2026-11-22 12:00 UTC, longer than planned \(extended: 12 of 100 samples\)$/,
    ],
    [
      'ROLLING_BACK',
      { rollback: { reason: 'errors went to ALARM', at: NOON + 16 * MINUTE } },
      /is being taken out of production again since 2026-11-22 12:16 UTC: errors went to ALARM$/,
    ],
    [
      'CANCELLING',
      { rollback: { reason: 'cancelled by amy: wrong', at: NOON } },
      /was cancelled, and production is being made safe: cancelled by amy: wrong$/,
    ],
  ])('that is %s says how far it is', (state, run, sentence) => {
    expect(explain(working(state, run)).headline).toMatch(sentence);
    expect(onlyService(working(state, run)).next).toHaveLength(1);
  });

  it('counts the slowest alarm into the end of its bake, and gives an emergency no time of its own', () => {
    const baseline = { errors: { configuration: 'x', evaluationMs: MINUTE } };
    const bakeStartedAt = NOON + 20 * MINUTE;
    const until = (isEmergency?: true) =>
      onlyService(working('BAKING', { bakeStartedAt, baseline, ...(isEmergency ? { isEmergency } : {}) })).stages[1];
    expect(until()).toMatchObject({ bakesUntil: NOON + 31 * MINUTE });
    expect(until(true)).toMatchObject({ bakesUntil: NOON + 21 * MINUTE });
  });

  it('whose bake is inconclusive waits for a person, and says until when', () => {
    const facts = working('BAKING', { bakeStartedAt: NOON });
    const production = facts.services[0]?.stages[1]?.environment;
    if (!production) throw new Error('there is no production');
    production.hold = { kind: 'inconclusive', release: 7, reason: 'no data', since: NOON };
    expect(onlyService(facts).next).toEqual([
      {
        what: 'what is missing comes, or somebody takes it for healthy until 2026-11-22 13:00 UTC; otherwise it is rolled back',
        command: 'npx bakewatch resume hello production --reason "..."',
      },
    ]);
  });

  it('that waits for its checks says which, until when, and what each of them needs', () => {
    const checks: OpenChecks = {
      kind: 'checks',
      open: [
        { name: 'build', is: 'red', state: 'failure', link: 'https://ci.example/7' },
        { name: 'lint', is: 'running', state: 'in_progress' },
        { name: 'test', is: 'missing' },
      ],
      since: NOON,
      until: NOON + HOUR,
    };
    const facts = asked({ carriers: [aCarrier({ state: 'CHECKING', checks })] });
    expect(explain(facts).headline).toBe(
      'hello#7 (aaaaaaa) waits for its checks before it is built: build is red (failure, https://ci.example/7); lint is running (in_progress); test is not reported yet; goes on when every one is green, expires at 2026-11-22 13:00 UTC otherwise',
    );
    expect(onlyService(facts).next.map(({ what }) => what)).toEqual([
      'build is run again and ends well (https://ci.example/7), or a push mends what it found',
      'lint ends well',
      'a check of exactly this name is reported for the commit: test',
    ]);
    const away = asked({ carriers: [aCarrier({ state: 'CHECKING', checks: { ...checks, unreadable: '503' } })] });
    expect(onlyService(away).next.map(({ what }) => what)).toEqual([
      'GitHub shows the checks of the commit again: it is asked anew at every look',
    ]);
    const built = asked({ carriers: [aCarrier({ state: 'BUILDING', checks: { ...checks, open: [] } })] });
    expect(explain(built).headline).toMatch(/is being built and has not reached staging yet$/);
  });

  it.each([
    ['ACCEPTED', 'was accepted and has not reached staging yet'],
    ['PREPARING', 'is being prepared and has not reached staging yet'],
    ['BUILDING', 'is being built and has not reached staging yet'],
    ['WAITING', 'is on its way and has not reached staging yet'],
  ] as const)('that is %s and has reached no stage goes on by itself', (state, sentence) => {
    const facts = asked({ carriers: [aCarrier({ state })] });
    expect(explain(facts).headline).toBe(`hello#7 (aaaaaaa) ${sentence}`);
    expect(onlyService(facts).next).toEqual([{ what: 'it goes on by itself' }]);
  });
});

describe('a release that has ended', () => {
  const production = { stage: 'production' };
  const again = `npx bakewatch deploy ${SHA} --service hello --reason "..."`;
  it.each<[Parameters<typeof ended>[0], string, object, RegExp, string[]]>([
    ['FAILED', 'the build failed', {}, /^hello#7 \(aaaaaaa\) failed before it came to staging: the build failed$/, []],
    [
      'ROLLED_BACK',
      'errors went to ALARM',
      production,
      /is in staging and was rolled back in production at 2026-11-22 12:18 UTC: errors went to ALARM$/,
      [],
    ],
    [
      'ROLLBACK_FAILED',
      'nothing answered',
      production,
      /could not be rolled back in production at .*: nothing answered$/,
      [],
    ],
    [
      'SUPERSEDED',
      'superseded by hello#8',
      {},
      /was superseded before it came to staging: superseded by hello#8$/,
      [again],
    ],
    [
      'CANCELLED',
      'cancelled by amy: wrong',
      {},
      /was cancelled before it came to staging: cancelled by amy: wrong$/,
      [again],
    ],
    ['REJECTED', 'rejected by amy: no', {}, /was rejected before it came to staging: rejected by amy: no$/, [again]],
    [
      'STALE',
      'the commit is no longer on main',
      {},
      /went stale before it came to staging: the commit is no longer on main$/,
      [`git checkout main && git cherry-pick ${SHA} && git push origin main`],
    ],
    [
      'EXPIRED',
      'waited too long',
      production,
      /is in staging and expired in production at .*: waited too long$/,
      [again],
    ],
  ])('%s says why, and what to do about it', (state, reason, over, sentence, commands) => {
    const facts = ended(state, reason, over);
    expect(explain(facts).headline).toMatch(sentence);
    expect(commandsOf(facts)).toEqual(commands);
    expect(onlyService(facts).next).not.toEqual([]);
  });

  it('SUCCEEDED is everywhere, and nothing is left to do', () => {
    expect(explain(SUCCEEDED).headline).toBe(
      'hello#7 (aaaaaaa) is in staging and production since 2026-11-22 12:12 UTC',
    );
    expect(onlyService(SUCCEEDED).next).toEqual([]);
  });

  it('SUCCEEDED and was taken back by hand: says by whom and why, and how a quarantined commit may go again', () => {
    expect(explain(takenBack()).headline).toBe(
      'hello#7 (aaaaaaa) is in staging and was in production until 2026-11-22 12:17 UTC: amy took production back to hello#5 (hello#8): orders are lost',
    );
    expect(commandsOf(takenBack())).toEqual([
      `npx bakewatch pardon hello ${SHA} --reason "..."`,
      'npx bakewatch resume hello production --reason "..."',
    ]);
  });

  it('WAITING elsewhere is not on its way to a stage that it has left', () => {
    const facts = waitingFor(
      { kind: 'held', reason: 'errors', since: NOON },
      { hold: { kind: 'rollback', release: 6, reason: 'errors', since: NOON } },
    );
    const [service] = facts.services;
    if (!service) throw new Error('there is no service');
    const explanation = explain({
      ...facts,
      services: [{ ...service, stages: [aStageOf('staging'), ...service.stages.slice(1)] }],
    });
    expect(explanation.services[0]?.stages.map(({ kind }) => kind)).toEqual(['left', 'waiting']);
  });

  it('is told by its newest carrier where an older one had been', () => {
    const before = aCarrier({ state: 'SUPERSEDED', stage: 'staging' }, { runs: { staging: aPassedRun('staging') } });
    const newer = aCarrier(
      { number: 8, state: 'EXPIRED', stage: 'staging', reason: 'waited too long' },
      { bond: 'contains' },
    );
    const [staging] = onlyService(asked({ carriers: [newer, before] })).stages;
    expect(staging).toMatchObject({ kind: 'ended', release: 'hello#8' });
    expect(onlyService(asked({ carriers: [before] })).stages[0]).toMatchObject({ kind: 'left', release: 'hello#7' });
  });

  it('does not blame a rollback by hand that was before it', () => {
    const facts = takenBack();
    const turn = facts.services[0]?.stages[1]?.turn;
    if (!turn) throw new Error('there is no rollback');
    turn.endedAt = NOON;
    expect(explain(facts).headline).toMatch(/hello#5 runs there now, and does not have this commit$/);
  });

  it.each([
    ['contains', 'hello#9, which contains it,'],
    ['presumed', 'hello#9, which was pushed after it and so should contain it,'],
  ] as const)('SUPERSEDED names the release that carries it now (%s)', (bond, words) => {
    expect(explain(carriedOn(bond)).headline).toBe(
      `hello#7 (aaaaaaa) was superseded by hello#9, which reached production first; ${words} is in staging and production since 2026-11-22 12:12 UTC`,
    );
    expect(onlyService(carriedOn(bond))).toMatchObject({ kind: 'released', release: 'hello#9', next: [] });
  });

  it('is put back first where its branch has lost it', () => {
    const facts = ended('CANCELLED', 'cancelled by amy: wrong');
    expect(commandsOf({ ...facts, services: facts.services.map((s) => ({ ...s, standing: 'gone' })) })[0]).toMatch(
      /cherry-pick/,
    );
  });

  it('gives no command that an odd branch would turn into another one (W20)', () => {
    const facts = ended('STALE', 'the commit is no longer on it');
    const branch = "a';rm -rf ~;'";
    expect(commandsOf({ ...facts, services: facts.services.map((s) => ({ ...s, branch })) })[0]).toMatch(
      /git push origin 'a'\\'';rm -rf ~;'\\'''$/,
    );
  });
});

describe('a commit that is no release', () => {
  const push = (over: Partial<PushedCommit> = {}): PushedCommit => ({
    releases: [],
    message: 'ignored: no path of hello was changed; other releases next only',
    ref: 'refs/heads/main',
    at: NOON,
    ...over,
  });

  it('is part of the release that contains it', () => {
    const later = aCarrier({ number: 9, state: 'BUILDING', sha: 'e'.repeat(40) }, { bond: 'contains' });
    const facts = asked({ carriers: [later] });
    expect(explain(facts).headline).toBe(
      'aaaaaaa is part of hello#9, which is being built and has not reached staging yet',
    );
    expect(onlyService(facts).kind).toBe('contained');
    const ignored = asked({ carriers: [later], pushes: [push()] });
    expect(explain(ignored).headline).toBe(
      'aaaaaaa made no release of its own (no path of hello was changed); hello#9, which contains it, is being built and has not reached staging yet',
    );
  });

  it('says why its push was ignored, in the words about this service only', () => {
    const facts = asked({ standing: 'yes', pushes: [push()] });
    expect(explain(facts).headline).toBe(
      'aaaaaaa was pushed to main at 2026-11-22 12:00 UTC and is no release of hello: no path of hello was changed',
    );
    expect(onlyService(facts)).toMatchObject({
      kind: 'ignored',
      next: [
        { what: 'it goes out with the next release of hello' },
        { what: 'release it without a push', command: 'npx bakewatch deploy aaaaaaa --service hello --reason "..."' },
      ],
    });
  });

  it('says which services its push concerned instead', () => {
    expect(explain(asked({ pushes: [push({ releases: ['other#3'], message: 'other#3 accepted' })] })).headline).toMatch(
      /is no release of hello: its push concerned other#3 only$/,
    );
  });

  it('is not said to have been ignored when a release was made of it that is not there any more', () => {
    const pushes = [push({ releases: ['hello#1', 'other#2'], message: 'hello#1, other#2 accepted' })];
    expect(explain(asked({ pushes })).headline).toMatch(/is no release of hello: hello#1, other#2 accepted$/);
  });

  it('was pushed to a branch that nothing is released from', () => {
    const facts = asked({ pushes: [push({ ref: 'refs/heads/topic', message: 'ignored: hello releases main only' })] });
    expect(explain(facts).headline).toMatch(/was pushed to topic at .*: hello releases main only$/);
    expect(onlyService(facts).next[0]?.what).toMatch(/^merge it into main/);
  });

  it.each([
    ['tip', true, 'unreleased', /is on main, and no release of hello has it yet/],
    ['gone', true, 'elsewhere', /is not on main, the branch that hello is released from, and was never pushed there/],
  ] as const)('that is %s on the branch (known to the host: %s) is %s', (standing, isHosted, kind, sentence) => {
    const facts = asked({ standing, isHosted });
    expect(explain(facts).headline).toMatch(sentence);
    expect(onlyService(facts)).toMatchObject({ kind, stages: [] });
    expect(onlyService(facts).next).not.toEqual([]);
  });

  it('is known to nobody, and then there is still something to do', () => {
    const explanation = explain(asked({ standing: 'gone', isHosted: false }));
    expect(explanation).toMatchObject({ isKnown: false, services: [] });
    expect(explanation.headline).toMatch(/^nobody knows aaaaaaa/);
    expect(explanation.next).not.toEqual([]);
  });

  it('may be known to a host that could not be asked', () => {
    const unanswered = ['acme/hello could not be asked: fetch failed'];
    const explanation = explain(asked({}, { unanswered }));
    expect(explanation.headline).toMatch(/not every repository could be asked/);
    expect(explanation).toMatchObject({ isKnown: false, unanswered });
  });
});

describe('several services', () => {
  it('are explained one by one, without those that have nothing to do with the commit', () => {
    const [hello] = SUCCEEDED.services;
    const [unknown] = asked({ service: 'far', standing: 'gone', isHosted: false }).services;
    const [waiting] = asked({
      service: 'other',
      carriers: [aCarrier({ service: 'other', number: 3 })],
      stages: [aStageOf('live')],
    }).services;
    const services = [hello, unknown, waiting].flatMap((service) => service ?? []);
    const explanation = explain({ ...SUCCEEDED, services });
    expect(explanation.headline).toBe(
      'aaaaaaa concerns 2 services. hello: hello#7 (aaaaaaa) is in staging and production since 2026-11-22 12:12 UTC. other: other#3 (aaaaaaa) was accepted and has not reached live yet',
    );
    expect(explanation.services.map(({ service }) => service)).toEqual(['hello', 'other']);
  });
});
