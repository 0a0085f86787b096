import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Observations } from '#core/bake/judge.ts';
import type { BakeRule } from '#core/plan/plan.ts';
import type { AlarmReading } from '#core/ports/alarms.ts';
import { MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { anAlarm } from '#test/fixtures/world.ts';

const rule = (over: Partial<BakeRule> = {}): BakeRule => ({
  forMs: 10 * MINUTE,
  atMostMs: 30 * MINUTE,
  alarms: ['errors'],
  where: {},
  inconclusive: 'hold',
  decideWithinMs: 60 * MINUTE,
  ...over,
});

/** Deployed from noon, baking since 12:02, with one alarm that takes a minute to evaluate. */
const seen = (over: Partial<Observations> = {}): Observations => ({
  deployStartedAt: NOON,
  bakeStartedAt: NOON + 2 * MINUTE,
  baseline: { errors: { configuration: 'agreed', evaluationMs: MINUTE } },
  alarms: [anAlarm('errors')],
  voided: undefined,
  samples: undefined,
  fleet: [{ target: 'hello', trouble: undefined, foreign: false }],
  ...over,
});

/** 12:02 + 10 min + one evaluation period. */
const DUE = NOON + 13 * MINUTE;
const LIMIT = NOON + 33 * MINUTE;
const evidence = { namespace: 'App', metric: 'Requests', dimensions: {}, period: 60_000, minSamples: 100 };

describe('the judge', () => {
  it('counts an alarm from what was read of it at entry, by its own clock: ours may be ahead (S9)', () => {
    const baseline = { errors: { configuration: 'agreed', evaluationMs: MINUTE, changedAt: NOON - MINUTE } };
    const flap = (at: number) => [anAlarm('errors', { transitions: [{ at, to: 'ALARM', reason: 'too many' }] })];
    const verdict = (at: number, known = baseline) =>
      judge(rule(), seen({ baseline: known, alarms: flap(at) }), DUE).kind;
    expect(verdict(NOON - 1)).toBe('unhealthy');
    expect(verdict(NOON - MINUTE)).toBe('healthy');
    expect(verdict(NOON - 1, { errors: { ...baseline.errors, exempt: true } } as never)).toBe('healthy');
  });

  it('calls it healthy once the time and one evaluation period are over, and not a millisecond earlier (B09)', () => {
    expect(judge(rule(), seen(), DUE - 1)).toMatchObject({ kind: 'not yet', until: DUE });
    expect(judge(rule(), seen(), DUE)).toEqual({
      kind: 'healthy',
      reason: 'errors stayed OK for 11 min',
      alarms: [],
    });
  });

  it.each<[string, AlarmReading, string]>([
    [
      'an alarm is red',
      anAlarm('errors', { state: 'ALARM', reason: '5 > 1', changedAt: NOON + MINUTE }),
      'errors is in ALARM since 12:01:00 UTC: 5 > 1',
    ],
    [
      'an alarm flapped and is OK again (B07)',
      anAlarm('errors', {
        transitions: [
          { at: NOON + MINUTE, to: 'ALARM', reason: '5 > 1' },
          { at: NOON + 2 * MINUTE, to: 'OK', reason: '' },
        ],
      }),
      'errors went to ALARM at 12:01:00 UTC (it is OK again): 5 > 1',
    ],
    [
      'an alarm fired in the moment in which the deployment began',
      anAlarm('errors', { transitions: [{ at: NOON, to: 'ALARM', reason: '5 > 1' }] }),
      'went to ALARM at 12:00:00 UTC',
    ],
    [
      'an alarm fired in the last second of the bake, and only the history says so (B09)',
      anAlarm('errors', { transitions: [{ at: DUE - 1_000, to: 'ALARM', reason: '5 > 1' }] }),
      'went to ALARM at 12:12:59 UTC',
    ],
  ])('calls it unhealthy at any time when %s', (_, alarm, reason) => {
    for (const now of [NOON + 3 * MINUTE, DUE, LIMIT]) {
      const verdict = judge(rule(), seen({ alarms: [alarm] }), now);
      expect(verdict).toMatchObject({ kind: 'unhealthy', alarms: ['errors'] });
      expect(verdict.reason).toContain(reason);
    }
  });

  it('does not count what fired before the deployment began', () => {
    const alarm = anAlarm('errors', { transitions: [{ at: NOON - 1, to: 'ALARM', reason: 'long ago' }] });
    expect(judge(rule(), seen({ alarms: [alarm] }), DUE).kind).toBe('healthy');
  });

  it('calls it unhealthy when something else is PRIMARY: no time will mend that (G07)', () => {
    const fleet = [{ target: 'hello', trouble: 'PRIMARY is hello:9, not hello:7', foreign: true }];
    expect(judge(rule(), seen({ fleet }), NOON + 3 * MINUTE)).toMatchObject({
      kind: 'unhealthy',
      reason: 'hello: PRIMARY is hello:9, not hello:7',
    });
  });

  it.each<[string, Partial<Observations>, string]>([
    ['deleted', { alarms: [{ name: 'errors', kind: 'missing' }] }, 'errors was deleted during the bake'],
    ['edited', { alarms: [anAlarm('errors', { configuration: 'raised' })] }, 'errors was edited during the bake'],
    ['not read at the start', { baseline: {} }, 'errors was not read when the stage was entered'],
  ])('is void at once when an alarm was %s (B05, B06)', (_, over, reason) => {
    const verdict = judge(rule(), seen(over), NOON + 3 * MINUTE);
    expect(verdict).toMatchObject({ kind: 'inconclusive', alarms: ['errors'] });
    expect(verdict.reason).toContain(reason);
  });

  it('counts a red alarm even when another one was deleted', () => {
    const alarms = [anAlarm('errors', { state: 'ALARM' }), { name: 'latency', kind: 'missing' as const }];
    expect(judge(rule({ alarms: ['errors', 'latency'] }), seen({ alarms }), DUE).kind).toBe('unhealthy');
  });

  it.each<[string, Partial<BakeRule>, Partial<Observations>, string]>([
    [
      'an alarm has no data (B03)',
      {},
      { alarms: [anAlarm('errors', { state: 'INSUFFICIENT_DATA' })] },
      'errors is INSUFFICIENT_DATA, not OK',
    ],
    [
      'an alarm cannot be read (B11)',
      {},
      { alarms: [{ name: 'errors', kind: 'unreadable', why: 'Throttling' }] },
      'errors cannot be read: Throttling',
    ],
    ['an alarm was not asked for', { alarms: ['errors', 'latency'] }, {}, 'latency was not read'],
    [
      'too little traffic was seen (B04)',
      { evidence },
      { samples: 99 },
      '99 of at least 100 Requests (minSamples) seen',
    ],
    ['no traffic was counted (B04)', { evidence }, { samples: undefined }, '0 of at least 100 Requests'],
    [
      'the traffic cannot be read (B11)',
      { evidence },
      { samples: { unreadable: 'Throttling' } },
      'Requests cannot be read: Throttling',
    ],
    [
      'a task is missing (G16)',
      {},
      { fleet: [{ target: 'hello', trouble: '1 of 2 tasks run', foreign: false }] },
      'hello: 1 of 2 tasks run',
    ],
  ])('extends the bake to its limit while %s, then does not know', (_, rules, over, reason) => {
    const at = (now: number) => judge(rule(rules), seen(over), now);
    expect(at(DUE - 1).kind).toBe('not yet');
    expect(at(DUE)).toMatchObject({
      kind: 'not yet',
      until: LIMIT,
      reason: expect.stringMatching(/^extended until 12:33:00 UTC at most/),
    });
    expect(at(LIMIT - 1).kind).toBe('not yet');
    expect(at(LIMIT)).toMatchObject({ kind: 'inconclusive', reason: expect.stringContaining('(atMost 30 min)') });
    expect(at(DUE).reason).toContain(reason);
    expect(at(LIMIT).reason).toContain(reason);
  });

  it('is healthy with exactly as much evidence as asked for, and says how much (B04)', () => {
    expect(judge(rule({ evidence }), seen({ samples: 100 }), DUE)).toMatchObject({
      kind: 'healthy',
      reason: 'errors stayed OK for 11 min, 100 Requests seen (minSamples 100)',
    });
  });

  it('is healthy as soon as what was missing is there, inside the extension', () => {
    expect(judge(rule({ evidence }), seen({ samples: 5 }), DUE + MINUTE).kind).toBe('not yet');
    expect(judge(rule({ evidence }), seen({ samples: 500 }), DUE + 2 * MINUTE).kind).toBe('healthy');
  });

  it('waits for the slowest alarm`s evaluation period', () => {
    const baseline = {
      errors: { configuration: 'agreed', evaluationMs: MINUTE },
      slow: { configuration: 'agreed', evaluationMs: 15 * MINUTE },
    };
    const both = seen({ baseline, alarms: [anAlarm('errors'), anAlarm('slow')] });
    const rules = rule({ alarms: ['errors', 'slow'] });
    expect(judge(rules, both, NOON + 27 * MINUTE - 1).kind).toBe('not yet');
    expect(judge(rules, both, NOON + 27 * MINUTE).kind).toBe('healthy');
  });

  it('is healthy at once for a stage without a bake whose tasks run', () => {
    const none = rule({ forMs: 0, atMostMs: 0, alarms: [] });
    const quiet = seen({ baseline: {}, alarms: [] });
    expect(judge(none, quiet, NOON + 2 * MINUTE)).toMatchObject({
      kind: 'healthy',
      reason: 'no alarm to watch for 0 ms',
    });
  });
});

const reading = fc.oneof(
  fc.constant<AlarmReading>({ name: 'errors', kind: 'missing' }),
  fc.constant<AlarmReading>({ name: 'errors', kind: 'unreadable', why: 'Throttling' }),
  fc
    .record({
      state: fc.constantFrom('OK', 'ALARM', 'INSUFFICIENT_DATA', 'NEW_STATE'),
      configuration: fc.constantFrom('agreed', 'raised'),
      transitions: fc.array(
        fc.record({
          at: fc.integer({ min: NOON - 20 * MINUTE, max: NOON + 40 * MINUTE }),
          to: fc.constantFrom('OK', 'ALARM', 'INSUFFICIENT_DATA'),
          reason: fc.constant('because'),
        }),
        { maxLength: 4 },
      ),
    })
    .map((over): AlarmReading => anAlarm('errors', over)),
);

const situation = fc.record({
  now: fc.integer({ min: NOON, max: NOON + 60 * MINUTE }),
  alarms: fc.array(reading, { maxLength: 2 }),
  samples: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 200 }), fc.constant({ unreadable: 'no' })),
  fleet: fc.array(
    fc.record({
      target: fc.constant('hello'),
      trouble: fc.constantFrom(undefined, 'a task still runs hello:6'),
      foreign: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
});

const judged = ({ now, ...over }: { now: number } & Partial<Observations>) =>
  judge(rule({ evidence }), seen(over as Partial<Observations>), now);

describe('the laws of the judge', () => {
  it('never calls it anything but unhealthy once an alarm went to ALARM inside the window (S9)', () => {
    fc.assert(
      fc.property(situation, (case_) => {
        const fired = case_.alarms.some(
          (a) => a.kind === 'read' && a.transitions.some((t) => t.to === 'ALARM' && t.at >= NOON),
        );
        return !fired || judged(case_).kind === 'unhealthy';
      }),
      { numRuns: 500 },
    );
  });

  it('calls it healthy only with every alarm OK and unchanged, enough samples, sound tasks and the time over (S8)', () => {
    fc.assert(
      fc.property(situation, (case_) => {
        if (judged(case_).kind !== 'healthy') return true;
        const sound = case_.alarms.every((a) => a.kind === 'read' && a.state === 'OK' && a.configuration === 'agreed');
        const enough = typeof case_.samples === 'number' && case_.samples >= 100;
        const tasks = case_.fleet.every((f) => !f.trouble && !f.foreign);
        return case_.alarms.length > 0 && sound && enough && tasks && case_.now >= DUE;
      }),
      { numRuns: 1_000 },
    );
  });

  it('is over at its limit, whatever happens, and always gives a reason', () => {
    fc.assert(
      fc.property(situation, (case_) => {
        const verdict = judged(case_);
        return verdict.reason !== '' && (case_.now < LIMIT || verdict.kind !== 'not yet');
      }),
      { numRuns: 500 },
    );
  });
});
