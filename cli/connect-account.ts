import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { findAccess, sdkConfig } from '#adapters/aws/inventory/access.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { STATE_MACHINE, TABLE } from '#infra/installation.ts';
import { UserError } from '#local/installation/user-error.ts';
import type { Account, Connection } from './connection.ts';
import { isRefused } from './is-refused.ts';
import { prepareEnvironment } from './prepare-environment.ts';
import { Unreachable } from './unreachable.ts';

/** Connects to Bakewatch in an AWS account, with the credentials that the AWS CLI would use. Throws UserError with what is missing. */
export async function connectAccount({ profile, region: wanted }: Account): Promise<Connection> {
  prepareEnvironment(profile);
  const access = await findAccess({ region: wanted });
  if (!access.found)
    throw new Unreachable(
      `Bakewatch in an account cannot be asked: ${access.why}. Log in (aws sso login), name a profile with --profile, or the region with --region.`,
    );
  const { given, region } = access;
  const table = dynamoTable(TABLE, new DynamoDBClient(sdkConfig(given)));
  await ensureInstalled(table, region);
  const console = `https://${region}.console.aws.amazon.com/states/home?region=${region}#`;
  return {
    clients: { lambda: new LambdaClient(sdkConfig(given)) },
    table,
    checkup: async () => (await import('./doctor/account-checkup.ts')).accountCheckup(given),
    place: region,
    home: `${console}/statemachines?name=${STATE_MACHINE}`,
    pageOf: ({ executionArn }) =>
      executionArn ? `${console}/v2/executions/details/${executionArn}` : 'there is no execution yet',
  };
}

/** One read tells whether it is there, whether these credentials may ask, and whether AWS answers at all. */
async function ensureInstalled(table: Table, region: string): Promise<void> {
  try {
    await table.read(keys.freezeHead());
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ResourceNotFoundException')
      throw new Unreachable(
        `Bakewatch is not installed in ${region}: it has no table "${TABLE}". Name another region with --region, or another account with --profile.`,
      );
    if (isRefused(error))
      throw new UserError(
        `These credentials may not read Bakewatch's ledger (${message}). They need dynamodb:GetItem and dynamodb:Query on the table "${TABLE}", and lambda:InvokeFunction on bakewatch-explain-commit and bakewatch-obey-command.`,
      );
    throw new Unreachable(`AWS could not be asked in ${region}: ${name}: ${message}`);
  }
}
