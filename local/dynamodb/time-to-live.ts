import type { Input, ParameterType, Store } from './dynalite-parts.ts';
import { validationError } from './dynamo-error.ts';
import { checked } from './prepare-input.ts';
import type { WriteBuffer } from './write-buffer.ts';
import { tableOf } from './write-item.ts';

/** What is set on a table and not shown by DescribeTable. */
export interface TableSettings {
  /** The attribute (epoch seconds) after which an item may be deleted. */
  timeToLive?: string;
  pointInTimeRecovery?: { enabledAt: number; days: number };
}

export const settingsKey = (table: string): string => `settings~${table}`;

export async function settingsOfTable(store: Store, table: string): Promise<TableSettings> {
  return ((await store.db.get(settingsKey(table))) as TableSettings | undefined) ?? {};
}

const TABLE_NAME: ParameterType = { type: 'String' };
const TYPES: Record<string, ParameterType> = {
  TableName: TABLE_NAME,
  TimeToLiveSpecification: {
    type: 'FieldStruct<TimeToLiveSpecification>',
    children: { Enabled: 'Boolean', AttributeName: 'String' },
  },
};

/** UpdateTimeToLive. Throws ValidationException when it changes nothing, as AWS does. */
export async function updateTimeToLive(buffer: WriteBuffer, store: Store, input: Input): Promise<object> {
  const { TableName, TimeToLiveSpecification: wanted } = checked(input, TYPES, undefined, store) as {
    TableName: string;
    TimeToLiveSpecification: { Enabled: boolean; AttributeName: string } | undefined;
  };
  if (!wanted?.AttributeName) {
    throw validationError('The parameter "TimeToLiveSpecification.AttributeName" is required');
  }
  await tableOf(buffer, TableName);
  const { timeToLive, ...settings } = await settingsOfTable(store, TableName);
  if (wanted.Enabled === (timeToLive !== undefined)) {
    throw validationError(`TimeToLive is already ${wanted.Enabled ? 'enabled' : 'disabled'}`);
  }
  if (timeToLive !== undefined && timeToLive !== wanted.AttributeName) {
    throw validationError(`TimeToLive is active on a different AttributeName: current AttributeName is ${timeToLive}`);
  }
  buffer.put(settingsKey(TableName), { ...settings, ...(wanted.Enabled ? { timeToLive: wanted.AttributeName } : {}) });
  return { TimeToLiveSpecification: wanted };
}

/** DescribeTimeToLive: ENABLED or DISABLED, never in between. */
export async function describeTimeToLive(buffer: WriteBuffer, store: Store, input: Input): Promise<object> {
  const { TableName } = checked(input, { TableName: TABLE_NAME }, undefined, store) as { TableName: string };
  await tableOf(buffer, TableName);
  const { timeToLive } = await settingsOfTable(store, TableName);
  return {
    TimeToLiveDescription: timeToLive
      ? { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive }
      : { TimeToLiveStatus: 'DISABLED' },
  };
}
