import { CreateTableCommand, DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { LEDGER_TABLE, TABLE } from '#infra/installation.ts';
import type { Clients } from './clients.ts';
import { unlessThere } from './unless-there.ts';

/** Makes the ledger's table and what is set on it. Safe to repeat, also after a first time that was killed half-way. */
export async function ensureTable({ dynamoDb }: Pick<Clients, 'dynamoDb'>): Promise<void> {
  await unlessThere(
    dynamoDb.send(
      new CreateTableCommand({
        TableName: TABLE,
        ...LEDGER_TABLE,
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    ),
    'ResourceInUseException',
  );
  const { TimeToLiveDescription } = await dynamoDb.send(new DescribeTimeToLiveCommand({ TableName: TABLE }));
  if (TimeToLiveDescription?.TimeToLiveStatus !== 'DISABLED') return;
  await dynamoDb.send(
    new UpdateTimeToLiveCommand({
      TableName: TABLE,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    }),
  );
}
