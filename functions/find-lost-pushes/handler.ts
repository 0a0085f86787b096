import { setTimeout as sleep } from 'node:timers/promises';
import { readSecret } from '#adapters/aws/secrets.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { READS_COMMITS } from '#adapters/github/access/credentials.ts';
import { githubCredentials } from '#adapters/github/access/github-credentials.ts';
import { githubDeliveries } from '#adapters/github/deliveries.ts';
import { githubSourceHost } from '#adapters/github/source-host.ts';
import { sourceHosts } from '#adapters/source-hosts.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { readHosts } from '#functions/compose/read-hosts.ts';
import { burstPatience } from '#functions/steps/intake/patience.ts';
import { countSearch } from './count-search.ts';
import { ENV, GITHUB_HOOKS, GITHUB_TOKEN_SECRET } from './env.ts';
import { findLostPushes } from './find-lost-pushes.ts';
import { parseHooks } from './parse-hooks.ts';

const env = readEnv(ENV, process.env);
const secretId = process.env[GITHUB_TOKEN_SECRET];
const apiUrl = env.GITHUB_API_URL;
const credentials = secretId
  ? githubCredentials({ apiUrl, secret: readSecret(secretId), permissions: READS_COMMITS })
  : undefined;
const github = { apiUrl, credentials };
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  sourceHost: sourceHosts({ github: githubSourceHost(github), ...readHosts(process.env) }),
  deliveries: credentials ? githubDeliveries(github) : undefined,
  hooks: parseHooks(process.env[GITHUB_HOOKS] ?? ''),
  now: Date.now,
  patience: burstPatience(Math.random, sleep),
};

/** Called by a schedule; nothing in the event is looked at. */
export const handler = compose(async () => {
  console.log(countSearch(await findLostPushes(ports), Date.now()));
});
