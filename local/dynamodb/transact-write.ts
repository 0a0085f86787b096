import type { Clock } from '#local/time/clock.ts';
import { database, type Input, type Item, type Store } from './dynalite-parts.ts';
import { type DynamoError, dynamoError, errorName, isDynamoError, validationError } from './dynamo-error.ts';
import { isRepeated, rememberToken } from './request-token.ts';
import type { WriteBuffer } from './write-buffer.ts';
import { applyWrite, type ItemWrite, itemKey, prepareWrite } from './write-item.ts';
import type { Writer } from './writer.ts';

interface CancellationReason {
  Code: string;
  Message?: string;
  Item?: Item;
}

const OPERATIONS = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheck',
} as const;
const PARAMETERS = ['TransactItems', 'ClientRequestToken', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'];
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * TransactWriteItems: all writes or none. Rejects with TransactionCanceledException, its reasons in the request's
 * order, when a condition fails; ValidationException, ResourceNotFoundException, IdempotentParameterMismatchException.
 */
export async function transactWrite(writer: Writer, store: Store, clock: Clock, input: Input): Promise<object> {
  const writes = prepare(input, store);
  return await writer.write(async (buffer) => {
    if (await isRepeated(store.db, input, clock.now())) return {};
    await refuseSameItemTwice(buffer, writes);
    const outcomes = await applyAll(buffer, writes);
    rememberToken(buffer, input, clock.now());
    return withCapacity(input, outcomes);
  });
}

function prepare(input: Input, store: Store): ItemWrite[] {
  const stray = Object.keys(input).find((name) => !PARAMETERS.includes(name));
  if (stray)
    throw validationError(`The parameter "${stray}" is not supported here; these are: ${PARAMETERS.join(', ')}`);
  if (input['ReturnItemCollectionMetrics'] === 'SIZE') {
    throw validationError('The parameter "ReturnItemCollectionMetrics" is supported here only as NONE');
  }
  const items = input['TransactItems'];
  if (!Array.isArray(items) || items.length < 1 || items.length > 100) {
    throw validationError(
      "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length between 1 and 100",
    );
  }
  const writes = items.map((item: Input) => prepareOne(item, input, store));
  const bytes = writes.reduce((sum, { data }) => sum + database.itemSize((data['Item'] ?? data['Key']) as Item), 0);
  if (bytes > MAX_BYTES) throw validationError('The transaction is larger than 4 MB');
  return writes;
}

function prepareOne(item: Input, request: Input, store: Store): ItemWrite {
  const [kind, ...more] = Object.keys(item);
  if (kind === undefined || more.length > 0 || !Object.hasOwn(OPERATIONS, kind)) {
    throw validationError(
      'TransactItems can only contain one of Check, Put, Update or Delete: each action has exactly one of them',
    );
  }
  if (kind === 'Update' && typeof (item[kind] as Input)['UpdateExpression'] !== 'string') {
    throw validationError('The parameter "UpdateExpression" is required but was not present in the request');
  }
  const capacity = request['ReturnConsumedCapacity'];
  const parameters = { ...(item[kind] as Input), ...(capacity ? { ReturnConsumedCapacity: capacity } : {}) };
  return prepareWrite(OPERATIONS[kind as keyof typeof OPERATIONS], parameters, store);
}

async function refuseSameItemTwice(buffer: WriteBuffer, writes: ItemWrite[]): Promise<void> {
  const seen = new Set<string>();
  for (const write of writes) {
    const item = `${write.data.TableName}/${await keyOrNothing(buffer, write)}`;
    if (seen.has(item)) {
      throw validationError('Transaction request cannot include multiple operations on one item');
    }
    if (!item.endsWith('/undefined')) seen.add(item);
  }
}

/** A key that does not fit its table is reported later, as the reason of that action. */
async function keyOrNothing(buffer: WriteBuffer, write: ItemWrite): Promise<string | undefined> {
  try {
    return await itemKey(buffer, write);
  } catch (error) {
    if (isDynamoError(error) && errorName(error) === 'ResourceNotFoundException') throw error;
    return undefined;
  }
}

/** No two actions share an item, so each sees the world as it was before the transaction. */
async function applyAll(buffer: WriteBuffer, writes: ItemWrite[]): Promise<object[]> {
  const outcomes: object[] = [];
  const reasons: CancellationReason[] = [];
  for (const write of writes) {
    try {
      outcomes.push(await applyWrite(buffer, write));
      reasons.push({ Code: 'None' });
    } catch (error) {
      if (!isDynamoError(error)) throw error;
      reasons.push(reasonOf(error));
    }
  }
  if (reasons.every(({ Code }) => Code === 'None')) return outcomes;
  throw dynamoError('TransactionCanceledException', cancelled(reasons), { CancellationReasons: reasons });
}

function reasonOf(error: DynamoError): CancellationReason {
  const name = errorName(error);
  const item = error.body['Item'] as Item | undefined;
  const Code = name === 'ValidationException' ? 'ValidationError' : name.replace(/Exception$/, '');
  return { Code, Message: error.body.message, ...(item ? { Item: item } : {}) };
}

const cancelled = (reasons: CancellationReason[]): string =>
  `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`;

/** A transaction costs twice what its writes would cost alone. */
function withCapacity(input: Input, outcomes: object[]): object {
  if (!['TOTAL', 'INDEXES'].includes(String(input['ReturnConsumedCapacity']))) return {};
  const units = new Map<string, number>();
  for (const outcome of outcomes as { ConsumedCapacity?: { TableName: string; CapacityUnits: number } }[]) {
    const used = outcome.ConsumedCapacity;
    if (used) units.set(used.TableName, (units.get(used.TableName) ?? 0) + 2 * used.CapacityUnits);
  }
  return { ConsumedCapacity: [...units].map(([TableName, CapacityUnits]) => ({ TableName, CapacityUnits })) };
}
