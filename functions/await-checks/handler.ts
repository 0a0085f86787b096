import { readSecret } from '#adapters/aws/secrets.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { stepFunctionsTokens } from '#adapters/aws/tokens.ts';
import { READS_CHECKS } from '#adapters/github/access/credentials.ts';
import { githubCredentials } from '#adapters/github/access/github-credentials.ts';
import { githubChecks } from '#adapters/github/checks.ts';
import { githubSourceHost } from '#adapters/github/source-host.ts';
import { composeTask } from '#functions/compose/compose-task.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { awaitChecks } from './await-checks.ts';
import { ENV, GITHUB_TOKEN_SECRET } from './env.ts';

const env = readEnv(ENV, process.env);
const secretId = process.env[GITHUB_TOKEN_SECRET];
const apiUrl = env.GITHUB_API_URL;
const credentials = secretId
  ? githubCredentials({ apiUrl, secret: readSecret(secretId), permissions: READS_CHECKS })
  : undefined;
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  tokens: stepFunctionsTokens(),
  checks: githubChecks({ apiUrl, credentials }),
  sourceHost: githubSourceHost({ apiUrl, credentials }),
};

export const handler = composeTask(ports, awaitChecks);
