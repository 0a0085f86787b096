import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEndpoint } from '#local/http/endpoint.ts';
import { type Clients, clientsFor } from '#local/installation/clients.ts';
import { keepSecret, setSecret } from '#local/installation/keep-secret.ts';
import { createSecretsManager } from '#local/secretsmanager/create-secrets-manager.ts';
import { systemClock } from '#local/time/clock.ts';

const secrets = createSecretsManager({ dir: ':memory:', clock: systemClock() });
let endpoint: Awaited<ReturnType<typeof startEndpoint>>;
let clients: Clients;
beforeAll(async () => {
  endpoint = await startEndpoint(0, [secrets.service]);
  clients = clientsFor(endpoint.url);
});
afterAll(async () => {
  await endpoint.close();
  secrets.close();
});

const read = async (SecretId: string) =>
  (await clients.secretsManager.send(new GetSecretValueCommand({ SecretId }))).SecretString;

it('keeps the secret of the first installation, by which webhooks are signed', async () => {
  expect(await keepSecret(clients, 'webhook', 'first')).toBe('first');
  expect(await keepSecret(clients, 'webhook', 'second')).toBe('first');
});

it('takes over the Slack token that is configured now, also when there was none or another before', async () => {
  for (const token of ['one-machine', 'xoxb-1', 'xoxb-1', 'xoxb-2', 'one-machine']) {
    await setSecret(clients, 'slack', token);
    expect(await read('slack')).toBe(token);
  }
});
