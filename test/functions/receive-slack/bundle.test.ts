import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { createSecretsManager } from '#local/secretsmanager/create-secrets-manager.ts';
import { systemClock } from '#local/time/clock.ts';
import { startLambda, until } from '#test/local/lambda/start-lambda.ts';
import { bundleFunctions } from '../../../scripts/bundle.ts';
import { APPROVE, clickPayload, formOf, type Pressed, SECRET, signedHeaders } from './slack-bench.ts';

type Handler = (event: object, context: object) => Promise<APIGatewayProxyStructuredResultV2>;

const OBEYS = "export const handler = async (order) => { console.log('order ' + JSON.stringify(order)); };";

describe('the bundle that Lambda runs, behind a function URL', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'bundle-'));
  const context = { functionName: 'receive-slack', awsRequestId: 'request-1' };
  const secrets = createSecretsManager({ dir: ':memory:', clock: systemClock() });
  let lambda: Awaited<ReturnType<typeof startLambda>>;
  let endpoint: Endpoint;
  let client: SecretsManagerClient;
  let lines: string[] = [];
  let instances = 0;

  beforeAll(async () => {
    lambda = await startLambda();
    await lambda.create('obeys', OBEYS);
    lambda.lambda.start();
    endpoint = await startEndpoint(0, [secrets.service]);
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.url);
    vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', endpoint.url);
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('SLACK_SIGNING_SECRET_ID', 'slack/signing');
    client = new SecretsManagerClient({});
    await client.send(new CreateSecretCommand({ Name: 'slack/signing', SecretString: SECRET }));
    await bundleFunctions(outdir);
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    client.destroy();
    await endpoint.close();
    await lambda.close();
    secrets.close();
    rmSync(outdir, { recursive: true });
  });
  beforeEach(() => {
    lines = [];
    for (const level of ['log', 'warn', 'error'] as const)
      vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
  });
  afterEach(() => void vi.restoreAllMocks());

  /** A new instance of the function, with its own environment. */
  async function load(obeys = 'obeys'): Promise<Handler> {
    instances += 1;
    vi.stubEnv('OBEY_COMMAND_FUNCTION', obeys);
    vi.stubEnv('ANSWER_SLACK_FUNCTION', 'answers');
    const module = (await import(`${outdir}/receive-slack.mjs?instance=${instances}`)) as { handler: Handler };
    return module.handler;
  }
  const eventOf = (pressed: Pressed, secret = SECRET, at = Date.now()) => {
    const body = formOf(clickPayload(pressed));
    const headers = signedHeaders(body, String(Math.round(at / 1_000)), secret);
    const encoded = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
    return { version: '2.0', requestContext: { http: { method: 'POST' } }, headers, ...encoded };
  };
  const orders = () =>
    lambda.lines.flatMap(({ line }) => (line.startsWith('order ') ? [JSON.parse(line.slice('order '.length))] : []));
  const outcomes = () =>
    lines.map((line) => JSON.parse(line) as Record<string, unknown>).flatMap((line) => line['Outcome'] ?? []);

  it('hands a click over, and answers with an empty 200, which Slack takes for heard (J07)', async () => {
    const handler = await load();
    expect(await handler(eventOf({}), context)).toEqual({ statusCode: 200, body: '' });
    await until(() => orders().length === 1, 'the order to be obeyed');
    expect(orders()[0]).toMatchObject({ by: { via: 'slack', id: 'T012HOME/U012AMY' }, command: APPROVE });
    expect(outcomes()).toEqual(['handed over']);
  });

  it('says 503, and nothing of the fault, when nobody takes the order', async () => {
    const handler = await load('nobody');
    const { statusCode, body } = await handler(eventOf({}), context);
    expect({ statusCode, said: JSON.parse(body ?? '') }).toEqual({
      statusCode: 503,
      said: { message: 'this could not be handed over: press or type it again' },
    });
    expect(lines.join()).toContain('ResourceNotFoundException');
    expect(outcomes()).toEqual(['unavailable']);
  });

  it('counts and says whom it refuses, and logs nothing of what was sent (S19, O08)', async () => {
    const handler = await load();
    const typed = 'canary-reason';
    const answers = [
      await handler(eventOf({ typed }), context),
      await handler(eventOf({ typed }, 'another'), context),
      await handler(eventOf({ typed, team: 'T999' }), context),
      await handler(eventOf({ typed }, SECRET, Date.now() - 3_600_000), context),
      await handler(eventOf({ typed, value: 'canary-value' }), context),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 401, 403, 401, 400]);
    expect(outcomes()).toEqual(['handed over', 'unauthentic', 'outsider', 'untimely', 'malformed']);
    const said = lines.join('\n');
    expect(said).toContain('T999/U012AMY is of another workspace');
    expect(said).toContain('or the clock is wrong');
    expect(said).not.toMatch(/canary|v0=|payload|Slack signs with|hooks\.slack/);
    expect(JSON.stringify(answers)).not.toContain('canary');
  });

  it('takes a secret that was rotated after it began to run, without asking more than once in ten seconds (O06)', async () => {
    const handler = await load();
    expect(await handler(eventOf({ at: '1.1' }), context)).toMatchObject({ statusCode: 200 });
    await client.send(new PutSecretValueCommand({ SecretId: 'slack/signing', SecretString: 'rotated' }));
    // The instance has just read the secrets: an attacker cannot make it read them for each forged request.
    expect(await handler(eventOf({ at: '1.2' }, 'rotated'), context)).toMatchObject({ statusCode: 401 });
    const later = Date.now() + 11_000;
    vi.spyOn(Date, 'now').mockReturnValue(later);
    expect(await handler(eventOf({ at: '1.2' }, 'rotated', later), context)).toMatchObject({ statusCode: 200 });
    expect(await handler(eventOf({ at: '1.3' }, SECRET, later), context)).toMatchObject({ statusCode: 200 });
  });
});
