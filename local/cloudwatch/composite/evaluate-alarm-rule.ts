import type { StateValue } from '../alarms/alarm-record.ts';
import type { RuleExpression } from './parse-alarm-rule.ts';

/** Whether the rule holds, given each child's state. A child that is gone is in no state. */
export function evaluateAlarmRule(rule: RuleExpression, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !evaluateAlarmRule(rule.of, stateOf);
    case 'and':
      return evaluateAlarmRule(rule.left, stateOf) && evaluateAlarmRule(rule.right, stateOf);
    case 'or':
      return evaluateAlarmRule(rule.left, stateOf) || evaluateAlarmRule(rule.right, stateOf);
  }
}
