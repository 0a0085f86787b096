import { createHash } from 'node:crypto';
import type { CompositeAlarm, LogAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmReading, Transition } from '#core/ports/alarms.ts';
import { type CompositeRule, readRule } from './composite-rule.ts';

export type Alarm = MetricAlarm | CompositeAlarm | LogAlarm;

/** Alarms as they were read, by name; what is not in it does not exist. */
export type Known = ReadonlyMap<string | undefined, Alarm>;

const DEFAULT_EVALUATION_MS = 60_000;
const UNIT_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const NO_RULE: CompositeRule = { children: [], isAnyOf: false };

const ruleOf = (alarm: Alarm | undefined): CompositeRule =>
  alarm && 'AlarmRule' in alarm && alarm.AlarmRule ? readRule(alarm.AlarmRule) : NO_RULE;

/** The alarms whose states an alarm is made of; none, unless it is a composite one. */
export const childrenOf = (alarm: Alarm): string[] => ruleOf(alarm).children;

/**
 * One alarm as the port shows it. A composite alarm is what its children are: edited with them, as slow as the slowest. Its own state is believed
 * (a suppressor keeps back actions, not states), but when any child would do and one is in ALARM, it is only not told yet.
 */
export function toReading(name: string, alarm: Alarm, known: Known, transitions: Transition[]): AlarmReading {
  const family = familyOf(name, known);
  const { state, reason, changedAt } = firstRed(alarm, known) ?? stateOf(alarm);
  return {
    name,
    kind: 'read',
    arn: alarm.AlarmArn ?? '',
    state,
    reason,
    changedAt,
    configuration:
      family.length === 1 ? hashOf(alarm) : hash(family.map((member) => [member, hashOf(known.get(member))])),
    evaluationMs: Math.max(...family.map((member) => evaluationMs(known.get(member)))),
    transitions,
  };
}

const stateOf = (alarm: Alarm) => ({
  state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
  reason: alarm.StateReason ?? '',
  changedAt: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime() ?? 0,
});

function firstRed(alarm: Alarm, known: Known): ReturnType<typeof stateOf> | undefined {
  const { children, isAnyOf } = ruleOf(alarm);
  if (!isAnyOf || alarm.StateValue === 'ALARM') return undefined;
  const red = children.map((child) => known.get(child)).find((child) => child?.StateValue === 'ALARM');
  if (!red) return undefined;
  const { reason, ...rest } = stateOf(red);
  return { ...rest, reason: `its child ${red.AlarmName} is: ${reason}` };
}

/** An alarm and all that it is made of, in one order. */
function familyOf(name: string, known: Known): string[] {
  const family = new Set([name]);
  for (const member of family) for (const child of ruleOf(known.get(member)).children) family.add(child);
  return [...family].sort();
}

/** Everything but what the alarm reports of its own state: a raised threshold or switched-off actions change the hash. */
function hashOf(alarm: Alarm | undefined): string {
  const watched = Object.entries(alarm ?? {}).filter(
    ([key, value]) =>
      value !== undefined && !/^(State|Evaluation(State)?$|ActionsSuppressed|AlarmConfigurationUpdated)/.test(key),
  );
  return hash(watched.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const hash = (entries: [string, unknown][]): string =>
  createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 32);

/** How long one evaluation of an alarm takes, in ms; for a composite one by itself, without its children. */
export function evaluationMs(alarm: Alarm | undefined): number {
  if (alarm && 'EvaluationPeriods' in alarm) {
    const periods = [alarm.Period, ...(alarm.Metrics ?? []).map((m) => m.MetricStat?.Period ?? m.Period)];
    const longest = Math.max(0, ...periods.filter((period) => period !== undefined));
    return longest * (alarm.EvaluationPeriods ?? 1) * 1_000 || DEFAULT_EVALUATION_MS;
  }
  if (alarm && 'ScheduledQueryConfiguration' in alarm) {
    const schedule = alarm.ScheduledQueryConfiguration?.ScheduleConfiguration?.ScheduleExpression ?? '';
    const [, count = '1', unit = 'minute'] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
    return Number(count) * (UNIT_MS[unit] ?? 0) * (alarm.QueryResultsToEvaluate ?? 1) || DEFAULT_EVALUATION_MS;
  }
  return DEFAULT_EVALUATION_MS;
}
