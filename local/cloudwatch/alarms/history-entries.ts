import type { ConfigurationOperation } from './alarm-event.ts';
import { type AlarmRecord, type AlarmState, alarmArn } from './alarm-record.ts';
import type { HistoryEntry } from './history-store.ts';

/** `Alarm updated from OK to ALARM`, with both states as data. */
export function stateUpdate(before: AlarmRecord, after: AlarmRecord): HistoryEntry {
  return {
    ...about(after, after.stateUpdatedAt),
    item: 'StateUpdate',
    summary: `Alarm updated from ${before.state.value} to ${after.state.value}`,
    data: { oldState: stateOf(before.state), newState: stateOf(after.state) },
  };
}

/** `Alarm "X" created`, updated or deleted; an update tells which fields had which values before. */
export function configurationUpdate(
  operation: ConfigurationOperation,
  record: AlarmRecord,
  previous: AlarmRecord | undefined,
): HistoryEntry {
  const written = { create: 'created', update: 'updated', delete: 'deleted' }[operation];
  const type = { create: 'Create', update: 'Update', delete: 'Delete' }[operation];
  return {
    ...about(record, record.configuredAt),
    item: 'ConfigurationUpdate',
    summary: `Alarm "${record.name}" ${written}`,
    data: {
      type,
      [`${written}Alarm`]: configurationOf(record),
      ...(previous ? { originalUpdatedFields: changedFields(previous, record) } : {}),
    },
  };
}

/** The actions of the state an alarm has come to. None of their kinds exists on one machine, and the history says so. */
export function executedActions(after: AlarmRecord): HistoryEntry[] {
  if (after.config.ActionsEnabled === false) return [];
  return actionsOf(after).map((action) => ({
    ...about(after, after.stateUpdatedAt),
    item: 'Action',
    summary: `Failed to execute action ${action}. Received error: "Alarm actions are not executed by CloudWatch on one machine."`,
    data: { actionState: 'Failed', notificationResource: action, stateUpdateTimestamp: after.stateUpdatedAt },
  }));
}

function actionsOf({ state, config }: AlarmRecord): string[] {
  if (state.value === 'ALARM') return config.AlarmActions ?? [];
  return (state.value === 'OK' ? config.OKActions : config.InsufficientDataActions) ?? [];
}

const about = ({ name, type }: AlarmRecord, time: number) => ({ name, type, time });

const stateOf = ({ value, reason, reasonData }: AlarmState): object => ({
  stateValue: value,
  stateReason: reason,
  ...(reasonData === undefined ? {} : { stateReasonData: asJson(reasonData) }),
});

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The configuration with names in lower camel case, as HistoryData writes it. */
function configurationOf({ name, config, configuredAt }: AlarmRecord): Record<string, unknown> {
  const fields = Object.entries(config).map(([key, value]) => [lowerCamel(key), value]);
  return {
    ...Object.fromEntries(fields),
    alarmArn: alarmArn(name),
    alarmConfigurationUpdatedTimestamp: new Date(configuredAt).toISOString(),
  };
}

const lowerCamel = (name: string): string =>
  name === 'OKActions' ? 'okActions' : name[0]?.toLowerCase() + name.slice(1);

function changedFields(previous: AlarmRecord, record: AlarmRecord): object {
  const after = configurationOf(record);
  const before = Object.entries(configurationOf(previous));
  return Object.fromEntries(before.filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(after[key])));
}
