import type { EnableAlarmActionsInput } from '@aws-sdk/client-cloudwatch';
import { validationError } from '../refusals.ts';
import type { AlarmRoom } from './alarm-room.ts';

/** EnableAlarmActions and DisableAlarmActions. Names that do not exist are passed over, as in AWS. */
export function switchAlarmActions(
  room: AlarmRoom,
  { AlarmNames: names = [] }: EnableAlarmActionsInput,
  enabled: boolean,
): void {
  const { store, changes, now } = room;
  if (names.length > 100) throw validationError('AlarmNames must have at most 100 elements.');
  changes.together(() => {
    for (const name of names) {
      const alarm = store.get(name);
      if (!alarm || (alarm.config.ActionsEnabled ?? true) === enabled) continue;
      const change = { configuredAt: now() };
      if (alarm.type === 'MetricAlarm')
        changes.configure({ ...alarm, ...change, config: { ...alarm.config, ActionsEnabled: enabled } });
      else changes.configure({ ...alarm, ...change, config: { ...alarm.config, ActionsEnabled: enabled } });
    }
  });
}
