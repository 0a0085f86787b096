import type { SetAlarmStateInput } from '@aws-sdk/client-cloudwatch';
import * as cw from '@aws-sdk/client-cloudwatch';
import { evaluateComposites } from '../composite/evaluate-composites.ts';
import { validationError } from '../refusals.ts';
import type { AlarmRoom } from './alarm-room.ts';

/** Sets the state by hand; the next evaluation of a metric alarm puts it back to what its data says. */
export function setAlarmState({ store, changes, now }: AlarmRoom, input: SetAlarmStateInput): void {
  const { AlarmName: name = '', StateValue: value, StateReason: reason, StateReasonData: reasonData } = input;
  const alarm = store.get(name);
  if (!alarm) throw new cw.ResourceNotFound({ message: `The alarm ${name} does not exist.`, $metadata: {} });
  if (value !== 'OK' && value !== 'ALARM' && value !== 'INSUFFICIENT_DATA') {
    throw validationError(`The StateValue ${value} is not one of OK, ALARM and INSUFFICIENT_DATA.`);
  }
  if (reason === undefined) throw validationError('The parameter StateReason is required.');
  checkJson(reasonData);
  const time = now();
  changes.together(() => {
    changes.transition(alarm, { value, reason, ...(reasonData === undefined ? {} : { reasonData }) }, time);
    if (alarm.type === 'MetricAlarm') evaluateComposites(store, changes, time);
  });
}

function checkJson(text: string | undefined): void {
  try {
    JSON.parse(text ?? '{}');
  } catch {
    throw new cw.InvalidFormatFault({ message: 'StateReasonData is not JSON.', $metadata: {} });
  }
}
