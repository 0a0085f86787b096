import { arn } from '#local/account.ts';
import { record, text, UnmappedCall } from '../service-call.ts';
import { type Ask, request } from './ask.ts';

const tableArn = (name: unknown): string =>
  text(name).startsWith('arn:') ? text(name) : arn('dynamodb', `table/${text(name)}`);

const onTable =
  (action: string): Ask =>
  ({ TableName }) => [request(action, tableArn(TableName))];

/** A Query of an index is asked about the index. */
const query: Ask = ({ TableName, IndexName }) => [
  request('dynamodb:Query', tableArn(TableName) + (IndexName === undefined ? '' : `/index/${text(IndexName)}`)),
];

/** What each part of a transaction is asked as. That of a check has no context key for the transaction around it. */
const PARTS: Record<string, { action: string; isEnclosed: boolean }> = {
  Put: { action: 'dynamodb:PutItem', isEnclosed: true },
  Update: { action: 'dynamodb:UpdateItem', isEnclosed: true },
  Delete: { action: 'dynamodb:DeleteItem', isEnclosed: true },
  ConditionCheck: { action: 'dynamodb:ConditionCheckItem', isEnclosed: false },
};

/** A transaction has no action of its own. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const transactWrite: Ask = ({ TransactItems }) =>
  (Array.isArray(TransactItems) ? TransactItems : []).flatMap((item: unknown) =>
    Object.entries(record(item)).flatMap(([part, value]) => {
      const asked = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
      if (!asked) throw new UnmappedCall({ service: 'dynamodb', operation: 'TransactWriteItems' }, part);
      const context = asked.isEnclosed ? { 'dynamodb:EnclosingOperation': 'TransactWriteItems' } : {};
      return [request(asked.action, tableArn(record(value)['TableName']), context)];
    }),
  );

export const dynamoDbAsks: Record<string, Ask> = {
  GetItem: onTable('dynamodb:GetItem'),
  PutItem: onTable('dynamodb:PutItem'),
  UpdateItem: onTable('dynamodb:UpdateItem'),
  DeleteItem: onTable('dynamodb:DeleteItem'),
  Query: query,
  TransactWriteItems: transactWrite,
};
