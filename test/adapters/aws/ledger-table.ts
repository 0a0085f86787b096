import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { dynamoTable } from '#adapters/aws/table.ts';
import { LEDGER_TABLE } from '#infra/installation.ts';

/** A ledger table of its own at the endpoint that the environment names, and its removal. */
export async function ledgerTable() {
  const client = new DynamoDBClient({});
  const TableName = `bakewatch-contract-${process.pid}-${Date.now()}`;
  await client.send(new CreateTableCommand({ TableName, ...LEDGER_TABLE }));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName });
  const remove = async (): Promise<void> => {
    await client.send(new DeleteTableCommand({ TableName }));
    client.destroy();
  };
  return { table: dynamoTable(TableName), remove };
}
