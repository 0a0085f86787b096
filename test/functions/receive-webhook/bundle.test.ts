import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamoTable } from '#adapters/aws/table.ts';
import { servicePartition } from '#core/ledger/keys.ts';
import { LEDGER_TABLE } from '#infra/installation.ts';
import { createDynamoDb, type DynamoDb } from '#local/dynamodb/create-dynamodb.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { createSecretsManager } from '#local/secretsmanager/create-secrets-manager.ts';
import { systemClock } from '#local/time/clock.ts';
import { bundleFunctions } from '../../../scripts/bundle.ts';
import { pushPayload, SECRET, sha, sign, type WebhookBench, webhookBench } from './webhook-bench.ts';

type Handler = (event: object, context: object) => Promise<APIGatewayProxyStructuredResultV2>;

describe('the bundle that Lambda runs, behind a function URL', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'bundle-'));
  const context = { functionName: 'receive-webhook', awsRequestId: 'request-1' };
  let dynamoDb: DynamoDb;
  let secrets: ReturnType<typeof createSecretsManager>;
  let endpoint: Endpoint;
  let client: DynamoDBClient;
  let handler: Handler;
  let bench: WebhookBench;
  let lines: Record<string, unknown>[] = [];
  let tables = 0;

  beforeAll(async () => {
    dynamoDb = await createDynamoDb({ dir: ':memory:', clock: systemClock() });
    secrets = createSecretsManager({ dir: ':memory:', clock: systemClock() });
    endpoint = await startEndpoint(0, [dynamoDb.service, secrets.service]);
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint.url);
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('WEBHOOK_SECRET_ID', 'github/webhook');
    client = new DynamoDBClient({});
    await new SecretsManagerClient({}).send(new CreateSecretCommand({ Name: 'github/webhook', SecretString: SECRET }));
    await bundleFunctions(outdir);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    client.destroy();
    await endpoint.close();
    await dynamoDb.close();
    secrets.close();
    rmSync(outdir, { recursive: true });
  });

  beforeEach(async () => {
    tables += 1;
    const TableName = `ledger-${tables}`;
    await client.send(new CreateTableCommand({ ...LEDGER_TABLE, TableName }));
    handler = await load(TableName);
    bench = webhookBench(dynamoTable(TableName, client));
    await bench.configure('hello');
    lines = [];
    const keep = (line: string): void => void lines.push(JSON.parse(line));
    vi.spyOn(console, 'log').mockImplementation(keep);
    vi.spyOn(console, 'error').mockImplementation(keep);
  });
  afterEach(() => void vi.restoreAllMocks());

  /** A new instance of the function, with its own environment. */
  async function load(table: string, secret = 'github/webhook'): Promise<Handler> {
    vi.stubEnv('BAKEWATCH_TABLE', table);
    vi.stubEnv('WEBHOOK_SECRET_ID', secret);
    const module = (await import(`${outdir}/receive-webhook.mjs?instance=${table}-${secret}`)) as { handler: Handler };
    return module.handler;
  }

  const body = JSON.stringify(pushPayload({ message: 'Grüße 🚀' }));
  const headers = {
    'Content-Type': 'application/json',
    'X-GitHub-Event': 'push',
    'X-GITHUB-DELIVERY': 'one',
    'x-hub-signature-256': sign(body),
  };
  const event = (changes: object = {}) => ({
    version: '2.0',
    rawPath: '/',
    requestContext: { http: { method: 'POST', path: '/' } },
    headers,
    body,
    isBase64Encoded: false,
    ...changes,
  });
  const ask = async (changes: object = {}) => {
    const { statusCode, body: said, headers: answered } = await handler(event(changes), context);
    return { statusCode, ...JSON.parse(said ?? '{}'), type: answered?.['content-type'] };
  };

  it('W06 accepts a push as text and as base64, whatever the case of its headers, and stores it before it says so', async () => {
    expect(await ask()).toMatchObject({ statusCode: 202, releases: ['hello#1'], type: 'application/json' });
    expect(await bench.releases()).toMatchObject([{ number: 1, subject: 'Grüße 🚀', sha: sha(2) }]);
    const encoded = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
    expect(await ask(encoded)).toMatchObject({ statusCode: 200, releases: ['hello#1'] });
    expect(await bench.events('hello#1')).toHaveLength(1);
  });

  it('W06 refuses base64 that is none, and a body that was announced wrongly', async () => {
    expect(await ask({ isBase64Encoded: true })).toMatchObject({ statusCode: 400 });
    expect(await ask({ isBase64Encoded: true, body: 'A'.repeat(8_000_001) })).toMatchObject({ statusCode: 400 });
    expect(await ask({ isBase64Encoded: true, body: 'A'.repeat(8_000_000) })).toMatchObject({ statusCode: 401 });
    expect(await ask({ body: Buffer.from(body).toString('base64') })).toMatchObject({ statusCode: 401 });
    expect(await ask({ body: undefined })).toMatchObject({ statusCode: 401 });
    expect(await bench.releases()).toEqual([]);
  });

  it('W09 takes two spellings of the signature header for two signatures, and bears many headers', async () => {
    expect(await ask({ headers: { ...headers, 'X-Hub-Signature-256': sign(body) } })).toMatchObject({
      statusCode: 401,
    });
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`x-${i}`, 'v'.repeat(100)]));
    expect(await ask({ headers: { ...many, ...headers } })).toMatchObject({ statusCode: 202 });
  });

  it('W01 counts what it refuses, and logs one line per request without the body or the signature', async () => {
    await ask({ headers: { ...headers, 'x-hub-signature-256': sign(body, 'wrong') } });
    await ask();
    expect(lines.filter((line) => line['_aws']).map((line) => line['Outcome'])).toEqual(['unauthentic', 'accepted']);
    expect(lines.filter((line) => line['message'] === 'done')).toMatchObject(
      [context, context].map(() => ({ requestId: 'request-1' })),
    );
    expect(JSON.stringify(lines)).not.toMatch(/sha256=|Grüße/);
  });

  it('W03 accepts nothing while the secret cannot be read, and counts it', async () => {
    handler = await load(`ledger-${tables}`, 'github/absent');
    expect(await ask()).toMatchObject({ statusCode: 503 });
    expect(lines.map((line) => line['Outcome'])).toContain('unavailable');
  });

  it('answers 503 and logs the fault when the ledger is not there, so that GitHub shows the delivery as failed', async () => {
    handler = await load('no-such-table');
    const answer = await ask();
    expect(answer).toMatchObject({ statusCode: 503, message: expect.stringContaining('deliver it again') });
    expect(JSON.stringify(answer)).not.toContain('ResourceNotFound');
    expect(lines).toContainEqual(expect.objectContaining({ level: 'ERROR', error: 'ResourceNotFoundException' }));
    expect(lines.map((line) => line['Outcome'])).toContain('unavailable');
  });

  it('E06 W27 takes bursts: five times the same delivery, then thirty pushes at once, all with numbers of their own', async () => {
    const same = await Promise.all(Array.from({ length: 5 }, () => ask()));
    expect(same.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 200, 200, 202]);
    const pushes = Array.from({ length: 30 }, (_, i) =>
      JSON.stringify(pushPayload({ before: sha(50 + i), after: sha(51 + i) })),
    );
    const answers = await Promise.all(
      pushes.map((push, i) =>
        ask({
          body: push,
          headers: { ...headers, 'X-GITHUB-DELIVERY': `burst-${i}`, 'x-hub-signature-256': sign(push) },
        }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(pushes.map(() => 202));
    const numbers = (await bench.table.list(servicePartition('hello'), { prefix: 'RELEASE#' })).map(
      (item) => item['number'],
    );
    expect(numbers).toEqual(Array.from({ length: 31 }, (_, i) => i + 1));
  });
});
