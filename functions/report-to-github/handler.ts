import { readSecret } from '#adapters/aws/secrets.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { SAYS_WHAT_BECAME } from '#adapters/github/access/credentials.ts';
import { githubCredentials } from '#adapters/github/access/github-credentials.ts';
import { githubReports } from '#adapters/github/reports.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { executionPage } from '#functions/steps/execution-page.ts';
import { ENV, GITHUB_TOKEN_SECRET } from './env.ts';
import { type AnnouncedEvent, releaseOfEvent } from './release-of-event.ts';
import { reportLate } from './report-late.ts';
import { reportRelease } from './report-release.ts';

const env = readEnv(ENV, process.env);
const secretId = process.env[GITHUB_TOKEN_SECRET];
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  page: (arn: string) => executionPage(env.CONSOLE_URL, arn),
  now: Date.now,
  log: console.log,
};
const apiUrl = env.GITHUB_API_URL;
const credentials = secretId
  ? githubCredentials({ apiUrl, secret: readSecret(secretId), permissions: SAYS_WHAT_BECAME })
  : undefined;
const reports = credentials ? githubReports({ apiUrl, credentials }) : undefined;

/** Something has happened to a release: its page is brought up to date. Anything else, the schedule above all: what could not be reported is tried again. */
export const handler = compose(async (event: AnnouncedEvent) => {
  if (!reports) return 'there is no token';
  const release = releaseOfEvent(event);
  return release ? reportRelease({ ...ports, reports }, release) : reportLate({ ...ports, reports });
});
