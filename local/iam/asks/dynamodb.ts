import { arn } from '#local/account.ts';
import type { IamRequest } from '../iam-request.ts';
import { type Input, record, text, UnmappedCall } from '../service-call.ts';
import { type Ask, type Facts, request } from './ask.ts';

const tableArn = (name: unknown): string =>
  text(name).startsWith('arn:') ? text(name) : arn('dynamodb', `table/${text(name)}`);

/** The partition keys of the items that are named: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
const leading = (item: unknown, tableName: unknown, facts: Facts): IamRequest['context'] => {
  const attribute = facts.partitionKey(text(tableName).replace(/^.*\//, ''));
  const key = attribute === undefined ? undefined : record(record(item)[attribute])['S'];
  return typeof key === 'string' ? { 'dynamodb:LeadingKeys': [key] } : {};
};

const onItem =
  (action: string, part: 'Key' | 'Item'): Ask =>
  (input, facts) => [request(action, tableArn(input['TableName']), leading(input[part], input['TableName'], facts))];

/** A Query of an index is asked about the index. */
const query: Ask = (input, facts) => {
  const { TableName, IndexName } = input;
  const resource = tableArn(TableName) + (IndexName === undefined ? '' : `/index/${text(IndexName)}`);
  return [
    request('dynamodb:Query', resource, IndexName === undefined ? leading(queried(input), TableName, facts) : {}),
  ];
};

/** What a Query asks each attribute to be equal to: its condition begins with the partition key. */
function queried({ KeyConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues }: Input): Input {
  const equal = [...text(KeyConditionExpression).matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g)];
  return Object.fromEntries(
    equal.map(([, name = '', value = '']) => [
      text(record(ExpressionAttributeNames)[name]) || name,
      record(ExpressionAttributeValues)[value],
    ]),
  );
}

/** What each part of a transaction is asked as. That of a check has no context key for the transaction around it. */
const PARTS: Record<string, { action: string; item: 'Key' | 'Item'; isEnclosed: boolean }> = {
  Put: { action: 'dynamodb:PutItem', item: 'Item', isEnclosed: true },
  Update: { action: 'dynamodb:UpdateItem', item: 'Key', isEnclosed: true },
  Delete: { action: 'dynamodb:DeleteItem', item: 'Key', isEnclosed: true },
  ConditionCheck: { action: 'dynamodb:ConditionCheckItem', item: 'Key', isEnclosed: false },
};

/** A transaction has no action of its own. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const transactWrite: Ask = ({ TransactItems }, facts) =>
  (Array.isArray(TransactItems) ? TransactItems : []).flatMap((each: unknown) =>
    Object.entries(record(each)).flatMap(([part, value]) => {
      const asked = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
      if (!asked) throw new UnmappedCall({ service: 'dynamodb', operation: 'TransactWriteItems' }, part);
      const { TableName, [asked.item]: item } = record(value);
      const context = asked.isEnclosed ? { 'dynamodb:EnclosingOperation': 'TransactWriteItems' } : {};
      return [request(asked.action, tableArn(TableName), { ...context, ...leading(item, TableName, facts) })];
    }),
  );

export const dynamoDbAsks: Record<string, Ask> = {
  GetItem: onItem('dynamodb:GetItem', 'Key'),
  PutItem: onItem('dynamodb:PutItem', 'Item'),
  UpdateItem: onItem('dynamodb:UpdateItem', 'Key'),
  DeleteItem: onItem('dynamodb:DeleteItem', 'Key'),
  Query: query,
  TransactWriteItems: transactWrite,
};
