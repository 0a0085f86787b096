import { setTimeout as sleep } from 'node:timers/promises';
import { readSecret, signingSecrets } from '#adapters/aws/secrets.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { gitlabSourceHost } from '#adapters/gitlab/source-host.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { burstPatience } from '#functions/steps/intake/patience.ts';
import { openDoor } from '#functions/steps/webhook/open-door.ts';
import { ENV, GITLAB_TOKEN_SECRET } from './env.ts';
import { receiveGitLab } from './receive-gitlab.ts';

const env = readEnv(ENV, process.env);
const secretId = process.env[GITLAB_TOKEN_SECRET];
/** GitLab hangs up after 10 s: asked for longer than this, it would hear nothing of the answer. */
const PATIENCE_MS = 3_000;
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  secrets: signingSecrets(env.GITLAB_WEBHOOK_SECRET_ID),
  sourceHost: gitlabSourceHost({
    url: env.GITLAB_URL,
    token: secretId ? readSecret(secretId) : undefined,
    timeoutMs: PATIENCE_MS,
  }),
  now: Date.now,
  patience: burstPatience(Math.random, sleep),
};

export const handler = openDoor((request) => receiveGitLab(ports, request));
