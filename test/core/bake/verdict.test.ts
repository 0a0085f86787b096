import { describe, expect, it } from 'vitest';
import { evidenceUntil, judge, type Observations } from '#core/bake/judge.ts';
import type { BakeRule } from '#core/plan/plan.ts';
import { MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { anAlarm } from '#test/fixtures/world.ts';

const baseline = { configuration: 'agreed', evaluationMs: MINUTE };
const rule: BakeRule = {
  forMs: 10 * MINUTE,
  atMostMs: 30 * MINUTE,
  alarms: ['errors', 'slow'],
  where: {},
  inconclusive: 'hold',
  decideWithinMs: MINUTE,
};
const seen = (over: Partial<Observations> = {}): Observations => ({
  deployStartedAt: NOON,
  bakeStartedAt: NOON,
  baseline: { errors: baseline, slow: baseline },
  alarms: [anAlarm('errors'), anAlarm('slow')],
  voided: undefined,
  samples: undefined,
  fleet: [],
  ...over,
});
const fired = (state: string) =>
  anAlarm('errors', { state, transitions: [{ at: NOON + 1_000, to: 'ALARM', reason: '5 > 1' }] });

describe('a verdict', () => {
  it.each<[string, Partial<Observations>, number, object]>([
    ['that is good', {}, 11, { kind: 'healthy', reason: '2 alarms stayed OK for 11 min', alarms: [] }],
    [
      'that is early',
      {},
      1,
      { kind: 'not yet', reason: 'bakes until 12:11:00 UTC', alarms: [], until: NOON + 11 * MINUTE },
    ],
    [
      'about an alarm that is red still',
      { alarms: [fired('ALARM')] },
      1,
      { kind: 'unhealthy', reason: 'errors went to ALARM at 12:00:01 UTC: 5 > 1', alarms: ['errors'] },
    ],
    [
      'about one that is OK again',
      { alarms: [fired('OK')] },
      1,
      { kind: 'unhealthy', reason: 'errors went to ALARM at 12:00:01 UTC (it is OK again): 5 > 1', alarms: ['errors'] },
    ],
    [
      'about a red alarm of which nothing was read at entry',
      { alarms: [anAlarm('errors', { state: 'ALARM', changedAt: NOON, reason: '5 > 1' })], baseline: {} },
      1,
      { kind: 'unhealthy', reason: 'errors is in ALARM since 12:00:00 UTC: 5 > 1', alarms: ['errors'] },
    ],
    [
      'about a target that somebody else took over',
      { fleet: [{ target: 'hello', trouble: 'PRIMARY is hello:8, not hello:7', foreign: true }] },
      1,
      { kind: 'unhealthy', reason: 'hello: PRIMARY is hello:8, not hello:7', alarms: [] },
    ],
    [
      'about an alarm that was edited',
      { alarms: [anAlarm('errors', { configuration: 'other' })] },
      1,
      {
        kind: 'inconclusive',
        reason: 'errors was edited during the bake: what it watches now is not what was agreed',
        alarms: ['errors'],
        isVoid: true,
      },
    ],
    [
      'that an earlier look made void',
      { voided: 'errors was edited' },
      11,
      { kind: 'inconclusive', reason: 'errors was edited', alarms: [], isVoid: true },
    ],
    [
      'that waits for what is missing',
      { alarms: [anAlarm('errors')] },
      11,
      {
        kind: 'not yet',
        reason: 'extended until 12:31:00 UTC at most: slow was not read',
        alarms: [],
        until: NOON + 31 * MINUTE,
      },
    ],
    [
      'that has waited for it in vain',
      { alarms: [anAlarm('errors')] },
      31,
      { kind: 'inconclusive', reason: 'after 31 min (atMost 30 min): slow was not read', alarms: [] },
    ],
  ])('%s says all of this, and nothing more', (_what, over, minutes, verdict) => {
    expect(judge(rule, seen(over), NOON + minutes * MINUTE)).toEqual(verdict);
  });

  it('counts evidence only while the slowest alarm and the metric had the time to see it', () => {
    const known = { baseline: { errors: baseline, slow: { ...baseline, evaluationMs: 3 * MINUTE } } };
    expect(evidenceUntil(known, 30_000, NOON)).toBe(NOON - 3 * MINUTE - 30_000);
    expect(evidenceUntil({ baseline: {} }, 30_000, NOON)).toBe(NOON - 30_000);
  });
});
