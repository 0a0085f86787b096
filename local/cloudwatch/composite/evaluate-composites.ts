import type { AlarmChanges } from '../alarms/alarm-changes.ts';
import { type AlarmRecord, type AlarmState, alarmArn, type CompositeAlarmRecord } from '../alarms/alarm-record.ts';
import type { AlarmStore } from '../alarms/alarm-store.ts';
import { awsTimestamp, longTimestamp } from '../timestamps.ts';
import { evaluateAlarmRule } from './evaluate-alarm-rule.ts';
import { alarmsOf, parseAlarmRule } from './parse-alarm-rule.ts';

/**
 * Brings every composite alarm to the state its children call for, children before parents.
 * Ends on cycles too: each round lets every composite move at most once, and there are as many rounds as composites.
 */
export function evaluateComposites(store: AlarmStore, changes: AlarmChanges, now: number): void {
  const composites = (): CompositeAlarmRecord[] => store.all().filter((alarm) => alarm.type === 'CompositeAlarm');
  for (let rounds = composites().length; rounds > 0; rounds -= 1) {
    const moved = composites().filter((alarm) => moveComposite(store, changes, alarm, now));
    if (moved.length === 0) return;
  }
}

function moveComposite(store: AlarmStore, changes: AlarmChanges, alarm: CompositeAlarmRecord, now: number): boolean {
  const state = compositeState(alarm, (name) => store.get(name));
  if (state.value === alarm.state.value) return false;
  changes.transition(alarm, state, now);
  return true;
}

/** The state a composite alarm should be in, with the child that turned it as the reason. */
export function compositeState(
  alarm: CompositeAlarmRecord,
  child: (name: string) => AlarmRecord | undefined,
): AlarmState {
  const rule = parseAlarmRule(alarm.config.AlarmRule ?? 'FALSE');
  const value = evaluateAlarmRule(rule, (name) => child(name)?.state.value) ? 'ALARM' : 'OK';
  const children = alarmsOf(rule).flatMap((name) => child(name) ?? []);
  const latest = Math.max(...children.map(({ stateTransitionedAt }) => stateTransitionedAt));
  const triggering = children.filter(({ stateTransitionedAt }) => stateTransitionedAt === latest);
  const first = triggering[0];
  if (alarm.state.value === 'INSUFFICIENT_DATA' || !first) {
    return {
      value,
      reason: `${alarmArn(alarm.name)} was created and its alarm rule evaluates to ${value}`,
      reasonData: reasonData(triggering),
    };
  }
  const when = longTimestamp(first.stateTransitionedAt);
  const reason = `${alarmArn(first.name)} transitioned to ${first.state.value} at ${when}`;
  return { value, reason, reasonData: reasonData(triggering) };
}

const reasonData = (triggering: AlarmRecord[]): string =>
  JSON.stringify({
    triggeringAlarms: triggering.map(({ name, state, stateTransitionedAt }) => ({
      arn: alarmArn(name),
      state: { value: state.value, timestamp: awsTimestamp(stateTransitionedAt) },
    })),
  });
