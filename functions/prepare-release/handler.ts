import { ecrRegistry } from '#adapters/aws/registry.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { githubSourceHost } from '#adapters/github/source-host.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { prepareRelease } from './prepare-release.ts';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  sourceHost: githubSourceHost({ apiUrl: env.GITHUB_API_URL }),
  registry: ecrRegistry(),
  now: Date.now,
};

export const handler = compose((input: Parameters<typeof prepareRelease>[1]) => prepareRelease(ports, input));
