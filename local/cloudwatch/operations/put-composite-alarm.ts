import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { AlarmStore } from '../alarms/alarm-store.ts';
import { checkAlarmName } from '../alarms/check-metric-alarm.ts';
import { compositeState, evaluateComposites } from '../composite/evaluate-composites.ts';
import { alarmsOf, parseAlarmRule, type RuleExpression } from '../composite/parse-alarm-rule.ts';
import { refuseUnsupported, validationError } from '../refusals.ts';
import type { AlarmRoom } from './alarm-room.ts';
import { otherKind, UNCHECKED } from './put-metric-alarm.ts';

/** Creates or replaces a composite alarm and evaluates its rule at once. */
export function putCompositeAlarm({ store, changes, now }: AlarmRoom, config: PutCompositeAlarmInput): void {
  refuseUnsupported(config, ['Tags', 'ActionConfiguration']);
  checkAlarmName(config.AlarmName);
  checkRule(store, config.AlarmRule ?? '');
  checkSuppressor(store, config);
  const name = config.AlarmName ?? '';
  const previous = store.get(name);
  if (previous && previous.type !== 'CompositeAlarm') throw otherKind(previous);
  const time = now();
  const record = {
    type: 'CompositeAlarm' as const,
    name,
    config,
    configuredAt: time,
    state: previous?.state ?? UNCHECKED,
    stateUpdatedAt: previous?.stateUpdatedAt ?? time,
    stateTransitionedAt: previous?.stateTransitionedAt ?? time,
  };
  changes.together(() => {
    changes.configure(record);
    const state = compositeState(record, (child) => store.get(child));
    if (state.value !== record.state.value) changes.transition(record, state, time);
    evaluateComposites(store, changes, time);
  });
}

function checkRule(store: AlarmStore, text: string): void {
  const children = alarmsOf(parse(text));
  if (children.length > 100) throw validationError('AlarmRule must not have more than 100 children.');
  const unknown = children.filter((child) => !store.get(child));
  if (unknown.length > 0) {
    throw validationError(
      `Could not save the composite alarm as alarms [${unknown.join(', ')}] in the alarm rule do not exist`,
    );
  }
}

function parse(text: string): RuleExpression {
  try {
    return parseAlarmRule(text);
  } catch (cause) {
    throw validationError(`AlarmRule is not valid: ${(cause as Error).message}.`);
  }
}

function checkSuppressor(store: AlarmStore, config: PutCompositeAlarmInput): void {
  const {
    ActionsSuppressor: suppressor,
    ActionsSuppressorWaitPeriod: wait,
    ActionsSuppressorExtensionPeriod: extension,
  } = config;
  if (suppressor === undefined) {
    if (wait !== undefined || extension !== undefined)
      throw validationError('ActionsSuppressor is required with its periods.');
    return;
  }
  if (wait === undefined || extension === undefined) {
    throw validationError('ActionsSuppressor needs ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod.');
  }
  const name = suppressor.replace(/^arn:aws:cloudwatch:[^:]*:[^:]*:alarm:/, '');
  if (!store.get(name)) throw validationError(`The ActionsSuppressor ${suppressor} does not exist.`);
}
