import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Change, Expected, Item, Key, Table } from '#core/ports/table.ts';
import { clientConfig } from './client-config.ts';

type Attributes = Record<string, AttributeValue>;

/** The ledger's table in DynamoDB. Conditions alone make a write safe to repeat: no token, no clock. */
export function dynamoTable(tableName: string, client = new DynamoDBClient(clientConfig)): Table {
  return {
    async read(key) {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true }),
      );
      return item && fromAttributes(item);
    },

    async list(pk, { prefix = '', newestFirst = false, limit = Number.POSITIVE_INFINITY } = {}) {
      const found: Item[] = [];
      const query = {
        TableName: tableName,
        ConsistentRead: true,
        ScanIndexForward: !newestFirst,
        ...under(pk, prefix),
      };
      let from: Attributes | undefined;
      do {
        const rest = limit - found.length;
        const page: QueryCommandOutput = await client.send(
          new QueryCommand({
            ...query,
            ...(Number.isFinite(rest) ? { Limit: rest } : {}),
            ...(from ? { ExclusiveStartKey: from } : {}),
          }),
        );
        found.push(...(page.Items ?? []).map(fromAttributes));
        from = page.LastEvaluatedKey;
      } while (from && found.length < limit);
      return found;
    },

    async write(changes) {
      try {
        await client.send(
          new TransactWriteItemsCommand({ TransactItems: changes.map((change) => toTransactItem(tableName, change)) }),
        );
        return true;
      } catch (error) {
        if (isRefusal(error)) return false;
        throw error;
      }
    },
  };
}

/** The client's own marshalling instead of a document client: a smaller bundle, a shorter cold start. */
const toAttributes = (item: object): Attributes => marshall(item, { removeUndefinedValues: true });
const fromAttributes = (attributes: Attributes): Item => unmarshall(attributes) as Item;

/** DynamoDB refuses an empty prefix. */
function under(pk: string, prefix: string) {
  if (prefix === '') return { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: pk } } };
  return {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':prefix': { S: prefix } },
  };
}

function toTransactItem(TableName: string, change: Change): TransactWriteItem {
  const condition = expression(change.expected);
  if ('check' in change) return { ConditionCheck: { TableName, Key: keyOf(change.check), ...condition } };
  if ('remove' in change) return { Delete: { TableName, Key: keyOf(change.remove), ...condition } };
  const version = change.expected === 'absent' ? 1 : change.expected + 1;
  return { Put: { TableName, Item: toAttributes({ ...change.put, version }), ...condition } };
}

const keyOf = ({ pk, sk }: Key): Attributes => ({ pk: { S: pk }, sk: { S: sk } });

function expression(expected: Expected) {
  if (expected === 'absent') return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': { N: String(expected) } },
  };
}

/**
 * Somebody else was faster: an item was not as expected, or another transaction had it in hand. Both are answered by reading
 * again. Everything else (throttling, validation, access) is a fault.
 */
function isRefusal(error: unknown): boolean {
  const { name, CancellationReasons: reasons } = error as { name?: string; CancellationReasons?: { Code?: string }[] };
  if (name === 'TransactionConflictException') return true;
  if (name !== 'TransactionCanceledException') return false;
  const codes = (reasons ?? []).map((reason) => reason.Code ?? 'None');
  return codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict');
}
