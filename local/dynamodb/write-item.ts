import { action, type Callback, database, type Input, type Item, type Store, type Table } from './dynalite-parts.ts';
import { errorName, isDynamoError, validationError } from './dynamo-error.ts';
import { prepareInput } from './prepare-input.ts';
import type { WriteBuffer } from './write-buffer.ts';

/** One prepared write of one item. */
export interface ItemWrite {
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheck';
  data: Input & { TableName: string };
  /** Whether a failed condition answers with the item it failed on (`ReturnValuesOnConditionCheckFailure`). */
  returnItem: boolean;
}

/** Checks the parameters of a write. Throws ValidationException; reads nothing. */
export function prepareWrite(operation: ItemWrite['operation'], input: Input, store: Store): ItemWrite {
  const { ReturnValuesOnConditionCheckFailure: returned = 'NONE', ...rest } = input;
  if (returned !== 'ALL_OLD' && returned !== 'NONE') throw invalidReturn(returned);
  if (rest['ReturnItemCollectionMetrics'] === 'SIZE') {
    throw validationError('The parameter "ReturnItemCollectionMetrics" is supported here only as NONE');
  }
  if (operation === 'ConditionCheck' && typeof rest['ConditionExpression'] !== 'string') {
    throw validationError('The parameter "ConditionExpression" is required but was not present in the request');
  }
  const data = prepareInput(operation === 'ConditionCheck' ? 'DeleteItem' : operation, rest, store);
  return { operation, data: data as ItemWrite['data'], returnItem: returned === 'ALL_OLD' };
}

/** Runs a write against the buffer. Rejects with DynamoDB's error; a failed condition carries `Item` when asked to. */
export async function applyWrite(buffer: WriteBuffer, write: ItemWrite): Promise<object> {
  const run = write.operation === 'ConditionCheck' ? checkCondition : action(write.operation);
  try {
    return await buffer.run<object>((callback) => run(buffer.store, write.data, callback));
  } catch (error) {
    if (write.returnItem && isDynamoError(error) && errorName(error) === 'ConditionalCheckFailedException') {
      const item = await currentItem(buffer, write);
      if (item) error.body['Item'] = item;
    }
    throw error;
  }
}

/** What dynalite has no action for: the condition alone. */
function checkCondition(store: Store, data: Input, callback: Callback<object>): void {
  const { TableName: name, Key: key } = data as { TableName: string; Key: Item };
  store.getTable(name, true, (_error, table) => {
    const invalid = database.validateKey(key, table as Table);
    if (invalid) return callback(invalid);
    return store.getItemDb(name).get(database.createKey(key, table as Table), (_missing, item) => {
      callback(database.checkConditional(data, item as Item | undefined) ?? null, {});
    });
  });
}

/** Which item a write is about: its key in the store. Rejects when the table is missing or the key does not fit it. */
export async function itemKey(buffer: WriteBuffer, { data }: ItemWrite): Promise<string> {
  const table = await tableOf(buffer, data.TableName);
  return database.createKey((data['Key'] ?? data['Item']) as Item, table);
}

async function currentItem(buffer: WriteBuffer, write: ItemWrite): Promise<Item | undefined> {
  const key = await itemKey(buffer, write);
  const items = buffer.store.getItemDb(write.data.TableName);
  return (await buffer.run<unknown>((callback) => items.get(key, callback))) as Item | undefined;
}

export const tableOf = (buffer: WriteBuffer, name: string): Promise<Table> =>
  buffer.run((callback) => buffer.store.getTable(name, false, callback));

const invalidReturn = (value: unknown) =>
  validationError(
    `1 validation error detected: Value '${value}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
  );
