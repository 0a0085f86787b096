import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Observations, type Verdict, watchedFrom } from '#core/bake/judge.ts';
import type { AlarmReading } from '#core/ports/alarms.ts';
import { anAlarm } from '#test/fixtures/world.ts';
import { aBake, type Bake } from './given/bakes.ts';
import { span } from './given/moments.ts';
import { holds, must, reached } from './holds.ts';

/** What `joinReasons` lets through, and the words around it. */
const LONGEST_REASON = 2_500;
const verdictOf = ({ rule, seen, now }: Bake): Verdict => judge(rule, seen, now);
const withSeen = (bake: Bake, over: Partial<Observations>): Bake => ({ ...bake, seen: { ...bake.seen, ...over } });
const later = (bake: Bake, ms: number): Bake => ({ ...bake, now: bake.now + ms });

/** S8, said the other way round than the judge says it. */
function isSound({ rule, seen, now }: Bake): boolean {
  const slowest = Math.max(0, ...Object.values(seen.baseline).map((b) => b.evaluationMs));
  const isGood = (alarm: AlarmReading | undefined): boolean =>
    alarm?.kind === 'read' &&
    alarm.state === 'OK' &&
    Object.hasOwn(seen.baseline, alarm.name) &&
    seen.baseline[alarm.name]?.configuration === alarm.configuration &&
    alarm.transitions.every(({ at, to }) => to !== 'ALARM' || at < watchedFrom(seen, alarm.name));
  return (
    now - seen.bakeStartedAt >= rule.forMs + slowest &&
    rule.alarms.every((name) => isGood(seen.alarms.find((alarm) => alarm.name === name))) &&
    seen.alarms.every(isGood) &&
    seen.voided === undefined &&
    (!rule.evidence || (typeof seen.samples === 'number' && seen.samples >= rule.evidence.minSamples)) &&
    seen.fleet.every((f) => !f.trouble && !f.foreign)
  );
}

/** Each takes away one thing that health needs. */
const SABOTAGES: Record<string, (bake: Bake, alarm: AlarmReading) => Partial<Observations>> = {
  'an alarm cannot be read': ({ seen }, { name }) => ({
    alarms: seen.alarms.map((a) => (a.name === name ? { name, kind: 'unreadable', why: 'throttled' } : a)),
  }),
  'an alarm is gone': ({ seen }, { name }) => ({
    alarms: seen.alarms.map((a) => (a.name === name ? { name, kind: 'missing' } : a)),
  }),
  'an alarm was not asked': ({ seen }, { name }) => ({ alarms: seen.alarms.filter((a) => a.name !== name) }),
  'an alarm has no data': ({ seen }, { name }) => ({
    alarms: seen.alarms.map((a) => (a.name === name ? anAlarm(name, { state: 'INSUFFICIENT_DATA' }) : a)),
  }),
  'an alarm was edited': ({ seen }, { name }) => ({
    alarms: seen.alarms.map((a) => (a.name === name ? anAlarm(name, { configuration: 'other' }) : a)),
  }),
  'nothing was read at entry': () => ({ baseline: {} }),
  'an earlier look voided it': () => ({ voided: 'errors was edited during the bake' }),
  'a target is in trouble': () => ({ fleet: [{ target: 'hello', trouble: '1 of 2 tasks run', foreign: false }] }),
  'another revision took over': () => ({ fleet: [{ target: 'hello', trouble: 'PRIMARY is x', foreign: true }] }),
};

/** The history of one alarm with one more ALARM in it, the given time after it began to count. */
const fired = ({ seen }: Bake, name: string, after: number): AlarmReading[] =>
  seen.alarms.map((alarm) => {
    if (alarm.name !== name || alarm.kind !== 'read') return alarm;
    const at = watchedFrom(seen, name) + after;
    return { ...alarm, transitions: [...alarm.transitions, { at, to: 'ALARM', reason: '5 > 1' }] };
  });

describe('the judge', () => {
  it('finds healthy exactly what is sound, and always says why (S8)', () => {
    const kinds = reached('healthy', 'unhealthy', 'inconclusive', 'not yet');
    holds(aBake, (bake) => {
      const verdict = verdictOf(bake);
      kinds.note(verdict.kind);
      must(verdict.kind !== 'healthy' || isSound(bake), 'healthy, and not sound');
      must(verdict.kind === 'healthy' || !isSound(bake), `sound, and ${verdict.kind}`);
      must(verdict.reason.length > 0, 'no reason');
      must(verdict.reason.length <= LONGEST_REASON, `a reason of ${verdict.reason.length} characters`);
      must(verdict.reason.isWellFormed(), 'half a character');
      must(!/undefined|null|NaN ms|\[object/.test(verdict.reason), 'a reason for programmers');
    });
    expect(kinds.rare()).toEqual([]);
  });

  it('never takes a verdict back because time goes by', () => {
    holds(fc.tuple(aBake, span), ([bake, ms]) => {
      const verdict = verdictOf(bake);
      return verdict.kind === 'not yet' || verdictOf(later(bake, ms)).kind === verdict.kind;
    });
  });

  it('settles after two looks at the times that it names itself', () => {
    holds(aBake, (bake) => {
      const first = verdictOf(bake);
      if (first.until === undefined) return first.kind !== 'not yet';
      must(first.until > bake.now, 'look again before now');
      const second = verdictOf({ ...bake, now: first.until });
      return second.until === undefined || verdictOf({ ...bake, now: second.until }).kind !== 'not yet';
    });
  });

  it('finds unhealthy whatever fired inside the bake, whatever else is seen (S9)', () => {
    holds(fc.tuple(aBake, span, fc.nat()), ([bake, after, pick]) => {
      const read = bake.seen.alarms.filter((alarm) => alarm.kind === 'read');
      const alarm = read[pick % Math.max(1, read.length)];
      if (!alarm) return true;
      return verdictOf(withSeen(bake, { alarms: fired(bake, alarm.name, after) })).kind === 'unhealthy';
    });
  });

  it('finds nothing healthy of which one thing is not known or not good', () => {
    const names = Object.keys(SABOTAGES);
    holds(fc.tuple(aBake, fc.constantFrom(...names), fc.nat()), ([bake, name, pick]) => {
      const alarm = bake.seen.alarms[pick % Math.max(1, bake.seen.alarms.length)];
      if (!alarm) return true;
      const change = SABOTAGES[name]?.(bake, alarm) ?? {};
      return verdictOf(withSeen(bake, change)).kind !== 'healthy';
    });
  });

  it('does not mind in which order alarms and targets are read', () => {
    holds(aBake, (bake) => {
      const { alarms, fleet } = bake.seen;
      const turned = withSeen(bake, { alarms: alarms.toReversed(), fleet: fleet.toReversed() });
      return verdictOf(turned).kind === verdictOf(bake).kind;
    });
  });

  it('finds nothing worse because more visitors were seen', () => {
    holds(fc.tuple(aBake, fc.nat({ max: 5 })), ([bake, more]) => {
      const { samples } = bake.seen;
      if (typeof samples !== 'number') return true;
      const busier = verdictOf(withSeen(bake, { samples: samples + more }));
      return verdictOf(bake).kind !== 'healthy' || busier.kind === 'healthy';
    });
  });
});
