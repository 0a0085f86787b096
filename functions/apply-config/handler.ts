import { readFileSync } from 'node:fs';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { dynamoTable } from '#adapters/aws/table.ts';
import { answerCloudFormation } from '#adapters/http/answer-cloudformation.ts';
import type { Config } from '#core/config/schema.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { applyConfig } from './apply-config.ts';
import { ENV } from './env.ts';

const env = readEnv(ENV, process.env);
const table = dynamoTable(env.BAKEWATCH_TABLE);
const readConfig = (): Config => JSON.parse(readFileSync(new URL(env.CONFIG_FILE, import.meta.url), 'utf8'));

/**
 * A resource of the stack, made anew whenever the configuration changes: a deployment that cannot write it into the ledger fails and is
 * rolled back by CloudFormation. Deleting it leaves the ledger as it is.
 */
export const handler = compose((event: CloudFormationCustomResourceEvent) =>
  answerCloudFormation(event, async () => {
    if (event.RequestType === 'Delete') return [];
    return applyConfig(table, readConfig(), Date.now());
  }),
);
