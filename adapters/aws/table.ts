import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type QueryCommandOutput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Change, Expected, Item, Key, Table } from '#core/ports/table.ts';
import { clientConfig } from './client-config.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The ledger's table in DynamoDB. Conditions alone make a write safe to repeat: no token, no clock. */
export function dynamoTable(tableName: string, base = new DynamoDBClient(clientConfig)): Table {
  const client = DynamoDBDocumentClient.from(base, {
    marshallOptions: { removeUndefinedValues: true },
  });

  return {
    async read({ pk, sk }) {
      const { Item: item } = await client.send(
        new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }),
      );
      return item as Item | undefined;
    },

    async list(pk, { prefix = '', newestFirst = false, limit = Number.POSITIVE_INFINITY } = {}) {
      const found: Item[] = [];
      const query = {
        TableName: tableName,
        ConsistentRead: true,
        ScanIndexForward: !newestFirst,
        ...under(pk, prefix),
      };
      let from: Record<string, unknown> | undefined;
      do {
        const rest = limit - found.length;
        const page: QueryCommandOutput = await client.send(
          new QueryCommand({
            ...query,
            ...(Number.isFinite(rest) ? { Limit: rest } : {}),
            ...(from ? { ExclusiveStartKey: from } : {}),
          }),
        );
        found.push(...((page.Items ?? []) as Item[]));
        from = page.LastEvaluatedKey;
      } while (from && found.length < limit);
      return found;
    },

    async write(changes) {
      try {
        await client.send(
          new TransactWriteCommand({ TransactItems: changes.map((change) => toTransactItem(tableName, change)) }),
        );
        return true;
      } catch (error) {
        if (isRefusal(error)) return false;
        throw error;
      }
    },
  };
}

/** DynamoDB refuses an empty prefix. */
function under(pk: string, prefix: string) {
  if (prefix === '') return { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } };
  return {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
  };
}

function toTransactItem(TableName: string, change: Change): TransactItem {
  const condition = expression(change.expected);
  if ('check' in change) return { ConditionCheck: { TableName, Key: keyOf(change.check), ...condition } };
  if ('remove' in change) return { Delete: { TableName, Key: keyOf(change.remove), ...condition } };
  const version = change.expected === 'absent' ? 1 : change.expected + 1;
  return { Put: { TableName, Item: { ...change.put, version }, ...condition } };
}

const keyOf = ({ pk, sk }: Key): Key => ({ pk, sk });

function expression(expected: Expected) {
  if (expected === 'absent') return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': expected },
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
