import { readSecret } from '#adapters/aws/secrets.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { READS_COMMITS } from '#adapters/github/access/credentials.ts';
import { githubCredentials } from '#adapters/github/access/github-credentials.ts';
import { githubSourceHost } from '#adapters/github/source-host.ts';
import { sourceHosts } from '#adapters/source-hosts.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { readHosts } from '#functions/compose/read-hosts.ts';
import { ENV, GITHUB_TOKEN_SECRET } from './env.ts';
import { explainCommit } from './explain-commit.ts';
import { type ResolveQuestion, resolveCommit } from './resolve-commit.ts';

const env = readEnv(ENV, process.env);
const secretId = process.env[GITHUB_TOKEN_SECRET];
const apiUrl = env.GITHUB_API_URL;
const credentials = secretId
  ? githubCredentials({ apiUrl, secret: readSecret(secretId), permissions: READS_COMMITS })
  : undefined;
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  sourceHost: sourceHosts({ github: githubSourceHost({ apiUrl, credentials }), ...readHosts(process.env) }),
  now: Date.now,
};

type Question = Parameters<typeof explainCommit>[1] | { resolve: ResolveQuestion };

export const handler = compose(async (input: Question) =>
  'resolve' in input ? resolveCommit(ports, input.resolve) : explainCommit(ports, input),
);
