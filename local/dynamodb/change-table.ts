import type { Clock } from '#local/time/clock.ts';
import { action, type Input, type ParameterType, type Store, type Table, validation } from './dynalite-parts.ts';
import { validationError } from './dynamo-error.ts';
import { feedKey } from './feed.ts';
import { checked, prepareInput } from './prepare-input.ts';
import { SETTINGS, settingsOf } from './table-settings.ts';
import { settingsKey } from './time-to-live.ts';
import type { WriteBuffer } from './write-buffer.ts';
import { tableOf } from './write-item.ts';

const TAGS: ParameterType = {
  type: 'List',
  children: { type: 'ValueStruct<Tag>', children: { Key: 'String', Value: 'String' } },
};

/** CreateTable. The answer says CREATING, as on AWS; the table is ACTIVE at once, so a crash leaves none half-made. */
export async function createTable(buffer: WriteBuffer, store: Store, clock: Clock, input: Input): Promise<object> {
  const { types, custom } = validation('CreateTable');
  const { own, rest } = split(input, [...Object.keys(SETTINGS), 'Tags']);
  const data = checked(own, { ...SETTINGS, Tags: TAGS }, undefined, store);
  const table = checked(rest, types, custom, store);
  const description = await runTableAction(buffer, 'CreateTable', {
    ...table,
    ...settingsOf(table as Table, data, clock.now()),
  });
  for (const { Key, Value } of (data['Tags'] ?? []) as { Key: string; Value: string }[]) {
    buffer.put(`tag-${table['TableName']}~${Key}`, Value);
  }
  return description;
}

/** UpdateTable: settings and throughput. Adding or removing an index is refused: nothing here would fill it. */
export async function updateTable(buffer: WriteBuffer, store: Store, clock: Clock, input: Input): Promise<object> {
  const { own, rest } = split(input, Object.keys(SETTINGS));
  const data = checked(own, SETTINGS, undefined, store);
  refuseIndexChanges(rest);
  const name = String(input['TableName']);
  const table = await tableOf(buffer, name);
  const changed = { ...table, ...settingsOf(table, data, clock.now()) };
  buffer.put(`table~${name}`, changed);
  const asksDynalite = Object.keys(rest).some(
    (parameter) => !['TableName', 'AttributeDefinitions'].includes(parameter),
  );
  if (!asksDynalite) return { TableDescription: changed };
  return await runTableAction(buffer, 'UpdateTable', prepareInput('UpdateTable', rest, store));
}

/** DeleteTable, with its stream and settings. Refused while the table is protected against it. */
export async function deleteTable(buffer: WriteBuffer, store: Store, input: Input): Promise<object> {
  const data = prepareInput('DeleteTable', input, store);
  const name = String(data['TableName']);
  const { DeletionProtectionEnabled } = await tableOf(buffer, name);
  if (DeletionProtectionEnabled) {
    throw validationError(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  await buffer.deleteRange({ gt: feedKey(name, ''), lt: feedKey(name, '\xff') });
  buffer.put(settingsKey(name), undefined);
  return await runTableAction(buffer, 'DeleteTable', data);
}

/** dynalite writes a table's row twice, as it is changing and (by a timer) as it became: both go into one batch. */
async function runTableAction(buffer: WriteBuffer, name: string, data: Input): Promise<object> {
  const settled = buffer.tableWrittenTwice();
  const description = await buffer.run<object>((callback) => {
    action(name)(buffer.store, data, (error, value) => callback(error, structuredClone(value)));
  });
  await settled;
  return description;
}

function refuseIndexChanges(input: Input): void {
  const updates = (input['GlobalSecondaryIndexUpdates'] ?? []) as object[];
  const change = updates.flatMap(Object.keys).find((kind) => kind !== 'Update');
  if (change) throw validationError(`The parameter "GlobalSecondaryIndexUpdates.${change}" is not supported here`);
}

function split(input: Input, names: string[]): { own: Input; rest: Input } {
  const isOwn = ([name]: [string, unknown]): boolean => names.includes(name);
  const entries = Object.entries(input);
  return {
    own: Object.fromEntries(entries.filter(isOwn)),
    rest: Object.fromEntries(entries.filter((entry) => !isOwn(entry))),
  };
}
