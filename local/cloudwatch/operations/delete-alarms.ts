import type { DeleteAlarmsInput } from '@aws-sdk/client-cloudwatch';
import * as cw from '@aws-sdk/client-cloudwatch';
import type { AlarmStore } from '../alarms/alarm-store.ts';
import { alarmsOf, parseAlarmRule } from '../composite/parse-alarm-rule.ts';
import { validationError } from '../refusals.ts';
import type { AlarmRoom } from './alarm-room.ts';

/** Deletes all of the named alarms or, when one does not exist or a composite alarm needs it, none. */
export function deleteAlarms(
  { store, changes, now, rearm }: AlarmRoom,
  { AlarmNames: names = [] }: DeleteAlarmsInput,
): void {
  if (names.length > 100) throw validationError('AlarmNames must have at most 100 elements.');
  const alarms = [...new Set(names)].map((name) => {
    const alarm = store.get(name);
    if (!alarm) throw new cw.ResourceNotFound({ message: `The alarm ${name} does not exist.`, $metadata: {} });
    return alarm;
  });
  if (alarms.filter(({ type }) => type === 'CompositeAlarm').length > 1) {
    throw validationError('At most one composite alarm can be deleted at a time.');
  }
  for (const { name } of alarms) refuseNeeded(store, name, names);
  changes.together(() => {
    for (const alarm of alarms) changes.remove({ ...alarm, configuredAt: now() });
  });
  rearm();
}

function refuseNeeded(store: AlarmStore, name: string, alsoDeleted: string[]): void {
  const parents = store
    .all()
    .filter((alarm) => alarm.type === 'CompositeAlarm')
    .filter((alarm) => !alsoDeleted.includes(alarm.name))
    .filter(({ config }) => alarmsOf(parseAlarmRule(config.AlarmRule ?? 'FALSE')).includes(name));
  if (parents.length > 0) {
    throw validationError(`Cannot delete ${name} as there are composite alarm(s) depending on it.`);
  }
}
