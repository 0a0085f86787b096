import { createDynamoDb } from '#local/dynamodb/create-dynamodb.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { systemClock } from '#local/time/clock.ts';
import { contractEndpoint, pointSdkAt } from '#test/contracts/endpoint.ts';
import { describeTableContract, type TableWorld } from '#test/contracts/table-contract.ts';
import { ledgerTable } from './ledger-table.ts';

const foreign = contractEndpoint();

describeTableContract(foreign ? `DynamoDB at ${foreign}` : 'DynamoDB on one machine', async (): Promise<TableWorld> => {
  if (foreign) {
    pointSdkAt(foreign);
    const { table, remove } = await ledgerTable();
    return { table, close: remove };
  }
  const dynamoDb = await createDynamoDb({ dir: ':memory:', clock: systemClock() });
  const endpoint = await startEndpoint(0, [dynamoDb.service]);
  pointSdkAt(endpoint.url);
  const { table, remove } = await ledgerTable();
  return {
    table,
    async close() {
      await remove();
      await endpoint.close();
      await dynamoDb.close();
    },
  };
});
