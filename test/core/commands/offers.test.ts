import { describe, expect, it } from 'vitest';
import { type Offer, type OfferFacts, offersOf } from '#core/commands/offers.ts';
import type { Place } from '#core/commands/place.ts';
import { configSchema } from '#core/config/schema.ts';
import type { Environment, Hold, Run } from '#core/ledger/items.ts';
import { makePlan } from '#core/plan/make-plan.ts';
import { type Release, TERMINAL } from '#core/release/release.ts';
import { aCurrent, aHolder, anEnvironment, aRelease, digest, MINUTE, NOON } from '#test/fixtures/ledger.ts';

const LONGEST = 'x'.repeat(31);

const configOf = (service: string, stage: string) => {
  const targets = [{ cluster: 'main', service: 'hello', container: 'app' }];
  const config = configSchema.parse({
    services: {
      [service]: {
        repository: { id: 42, name: 'acme/hello' },
        build: { project: 'hello', image: 'hello' },
        stages: [
          { name: 'staging', targets },
          { name: stage, targets, approval: { from: 2, within: '1h' } },
        ],
      },
    },
  }).services[service];
  if (!config) throw new Error('It was just configured.');
  return config;
};
const config = configOf('hello', 'production');

const place = (run: Partial<Run> | undefined = {}, environment: Partial<Environment> = {}): Place => {
  const stage = environment.stage ?? 'production';
  return {
    environment: anEnvironment({ current: aCurrent({ release: 6 }), ...environment, stage }),
    run: { release: 'hello#7', stage, arrivedAt: NOON, ...run },
  };
};
const facts = (release: Partial<Release>, over: Partial<OfferFacts> = {}): OfferFacts => {
  const whole = aRelease({ digest: digest('7'), stage: 'production', ...release });
  return { release: whole, plan: makePlan(whole, config), config, here: place(), now: NOON + MINUTE, ...over };
};
const hold = (over: Partial<Hold> = {}): Hold => ({
  kind: 'rollback',
  release: 7,
  reason: 'bad',
  since: NOON,
  ...over,
});
const entered = { enteredAt: NOON, rollbackTo: aCurrent({ release: 6 }) };
const isCurrent = { current: aCurrent({ release: 7 }) };
const red = (...names: string[]) => names.map((name) => ({ kind: 'alarm', name, state: 'ALARM', reason: '' }) as const);
const kinds = (asked: OfferFacts): string[] => offersOf(asked).map(({ command }) => command.kind);
const find = (asked: OfferFacts, kind: string): Offer | undefined =>
  offersOf(asked).find(({ command }) => command.kind === kind);

describe('what a person is offered', () => {
  const staging = place(entered, { stage: 'staging', ...isCurrent });
  const turnsBack = { stage: 'production', goesTo: aCurrent(), by: 'amy', reason: 'slow' };
  it.each<[string, OfferFacts, string[]]>([
    ['before any stage', facts({ state: 'BUILDING' }, { here: undefined, plan: undefined }), ['cancel']],
    ['waiting for approvals', facts({ state: 'WAITING' }), ['approve', 'reject', 'cancel']],
    [
      'waiting for approvals after a stage where it runs',
      facts({ state: 'WAITING' }, { before: staging }),
      ['approve', 'reject', 'cancel', 'rollback'],
    ],
    ['waiting too long', facts({ state: 'WAITING' }, { now: NOON + 61 * MINUTE }), ['cancel']],
    ['superseded by who came later', facts({ state: 'WAITING' }, { here: place({}, { arrived: 8 }) }), ['cancel']],
    [
      'rejected',
      facts({ state: 'WAITING' }, { here: place({ rejected: { by: 'bob', reason: 'no', at: NOON } }) }),
      ['cancel'],
    ],
    ['past a stage', facts({ state: 'WAITING', stage: 'staging' }, { here: staging }), ['cancel', 'rollback']],
    [
      'kept out by a red alarm',
      facts({ state: 'WAITING' }, { here: place({ blockers: red('5xx') }) }),
      ['approve', 'reject', 'fix-forward', 'cancel'],
    ],
    [
      'kept out by an alarm without data, which no fix-forward lets pass',
      facts(
        { state: 'WAITING', stage: 'staging' },
        {
          here: place({ blockers: [{ kind: 'alarm', name: '5xx', state: 'INSUFFICIENT_DATA', reason: '' }] }),
        },
      ),
      ['approve', 'reject', 'cancel'],
    ],
    [
      'kept out by somebody else`s hold',
      facts(
        { state: 'WAITING', stage: 'staging' },
        { here: place({}, { stage: 'staging', hold: hold({ release: 6 }) }) },
      ),
      ['cancel'],
    ],
    ['at work', facts({ state: 'DEPLOYING' }, { here: place(entered) }), ['cancel']],
    [
      'at work, and where it passed before it is what runs',
      facts({ state: 'DEPLOYING' }, { here: place(entered), before: staging }),
      ['cancel'],
    ],
    [
      'found bad, and on the way back',
      facts(
        { state: 'BAKING' },
        { here: place({ ...entered, verdict: { kind: 'unhealthy', reason: '5xx', at: NOON } }) },
      ),
      [],
    ],
    ['rolling back', facts({ state: 'ROLLING_BACK' }, { here: place(entered, { hold: hold() }) }), []],
    [
      'baking without an end',
      facts({ state: 'BAKING' }, { here: place(entered, { hold: hold({ kind: 'inconclusive' }) }) }),
      ['resume', 'cancel'],
    ],
    ['what runs', facts({ state: 'SUCCEEDED' }, { here: place(entered, isCurrent) }), ['rollback']],
    ['what ran', facts({ state: 'SUCCEEDED' }, { here: place(entered, { current: aCurrent({ release: 8 }) }) }), []],
    [
      'what runs, and was the first',
      facts({ state: 'SUCCEEDED' }, { here: place({ enteredAt: NOON }, isCurrent) }),
      [],
    ],
    [
      'what runs, over a lock that a failed rollback kept',
      facts(
        { state: 'SUCCEEDED' },
        {
          here: place(entered, {
            ...isCurrent,
            holder: aHolder({ release: 8 }),
            hold: hold({ kind: 'rollback-failed', release: 8 }),
          }),
        },
      ),
      [],
    ],
    [
      'what runs, after a migration that cannot be undone',
      facts(
        { state: 'SUCCEEDED' },
        {
          here: place(
            { ...entered, migration: { startedAt: NOON, taskDefinition: 'm:1', reversible: false } },
            isCurrent,
          ),
        },
      ),
      [],
    ],
    ['rolled back', facts({ state: 'ROLLED_BACK' }, { here: place(entered, { hold: hold() }) }), ['resume']],
    ['rolled back and resumed', facts({ state: 'ROLLED_BACK' }, { here: place(entered) }), []],
    [
      'a rollback by hand on its way, which holds the stage itself',
      facts(
        { state: 'WAITING', turnsBack },
        { here: place({}, { hold: hold({ release: 6, turn: 7 }) }), plan: undefined },
      ),
      ['cancel'],
    ],
    [
      'a rollback by hand that is done',
      facts({ state: 'SUCCEEDED', turnsBack }, { here: place(entered, { hold: hold({ release: 6, turn: 7 }) }) }),
      ['resume'],
    ],
  ])('%s', (_what, asked, offered) => {
    expect(kinds(asked)).toEqual(offered);
  });

  it.each(TERMINAL)('is nothing when it has ended %s and neither runs nor holds anything', (state) => {
    expect(offersOf(facts({ state }, { here: place(entered) }))).toEqual([]);
  });
});

describe('what was seen', () => {
  it('makes an approval stale for another image, a cancel in another state or stage', () => {
    const asked = facts({ state: 'WAITING' });
    expect(find(asked, 'approve')?.seen).toEqual({ digest: digest('7'), state: 'WAITING' });
    expect(find(asked, 'cancel')?.seen).toEqual({ state: 'WAITING', stage: 'production' });
  });

  it('makes a rollback stale once it is done, and names where it goes', () => {
    expect(find(facts({ state: 'SUCCEEDED' }, { here: place(entered, isCurrent) }), 'rollback')).toMatchObject({
      command: { kind: 'rollback', service: 'hello', stage: 'production', to: 6 },
      seen: { current: 7 },
    });
  });

  it('makes a resume stale for another hold', () => {
    const asked = facts({ state: 'ROLLED_BACK' }, { here: place(entered, { hold: hold() }) });
    expect(find(asked, 'resume')?.seen).toEqual({ holdSince: NOON });
  });
});

describe('what is asked before anything is done', () => {
  const text = (asked: OfferFacts, kind: string) => find(asked, kind)?.confirm.text;

  it('says of a cancel whether it takes the stage back, and to what', () => {
    expect(text(facts({ state: 'WAITING' }), 'cancel')).toBe(
      'Ends hello#7 for good: it goes no further. What runs in production stays as it is.',
    );
    expect(text(facts({ state: 'BAKING' }, { here: place(entered) }), 'cancel')).toBe(
      'Takes production back to hello#6; hello#7 ends when that is proved.',
    );
    const migration = { startedAt: NOON, taskDefinition: 'm:1', reversible: false };
    expect(text(facts({ state: 'BAKING' }, { here: place({ ...entered, migration }) }), 'cancel')).toMatch(
      /^The migration of hello#7 cannot be undone: production stays as it is/,
    );
  });

  it('names the alarms that a fix-forward lets pass', () => {
    const asked = facts({ state: 'WAITING' }, { here: place({ blockers: red('5xx', 'latency') }) });
    expect(text(asked, 'fix-forward')).toContain('although alarms are red: 5xx, latency.');
  });

  it('says when the lock of a failed rollback goes with the hold', () => {
    const held = hold({ kind: 'rollback-failed' });
    const locked = place(entered, { hold: held, holder: aHolder({ release: 7 }) });
    expect(text(facts({ state: 'ROLLBACK_FAILED' }, { here: locked }), 'resume')).toContain('frees the lock');
    expect(text(facts({ state: 'ROLLED_BACK' }, { here: place(entered, { hold: hold() }) }), 'resume')).toBe(
      'Lifts the hold on production. The next release enters as soon as nothing else is in its way.',
    );
  });

  it('fits what Slack takes with the longest names there are', () => {
    const number = 999_999_999;
    const release = { service: LONGEST, stage: LONGEST, number };
    const at = (run: Partial<Run>, environment: Partial<Environment>) =>
      place(run, { service: LONGEST, stage: LONGEST, arrived: number, ...environment });
    const long = configOf(LONGEST, LONGEST);
    const current = aCurrent({ release: number });
    const before = { ...entered, rollbackTo: aCurrent({ release: number - 1 }) };
    const turnsBack = { stage: LONGEST, goesTo: current, by: 'amy', reason: 'slow' };
    const held = (kind: Hold['kind']) =>
      at(before, { hold: hold({ kind, release: number }), holder: aHolder({ release: number }) });
    const offers = [
      facts({ ...release, state: 'WAITING' }, { here: at({ blockers: red('a'.repeat(255)) }, {}) }),
      facts({ ...release, state: 'WAITING', turnsBack }),
      facts({ ...release, state: 'BAKING' }, { here: held('inconclusive') }),
      facts(
        { ...release, state: 'BAKING' },
        { here: at({ ...before, migration: { startedAt: 0, taskDefinition: '', reversible: false } }, {}) },
      ),
      facts(
        { ...release, state: 'BAKING' },
        { here: { ...at(before, {}), environment: anEnvironment({ stage: LONGEST }) } },
      ),
      facts({ ...release, state: 'ROLLBACK_FAILED' }, { here: held('rollback-failed') }),
      facts({ ...release, state: 'SUCCEEDED' }, { here: at(before, { current }) }),
    ].flatMap((asked) => offersOf({ ...asked, plan: makePlan(asked.release, long), config: long }));
    expect(new Set(offers.map(({ command }) => command.kind))).toEqual(
      new Set(['approve', 'reject', 'fix-forward', 'cancel', 'resume', 'rollback']),
    );
    for (const { label, confirm } of offers) {
      expect(label.length).toBeLessThanOrEqual(75);
      expect(confirm.title.length).toBeLessThanOrEqual(100);
      expect(confirm.text.length).toBeLessThanOrEqual(300);
      expect(confirm.yes.length).toBeLessThanOrEqual(30);
    }
  });
});
