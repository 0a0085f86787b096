import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Agent, request } from 'node:https';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/**
 * The least that a webhook can cost: one signature verified, one JSON parsed, one transaction in DynamoDB, by nothing but Node's
 * own modules. With `FLOOR_ASKS=the same` it asks AWS everything that receive-webhook asks, in the same order: what is left between
 * the two is the price of the SDK and of our own code, not of what has to be known. Only for comparison.
 */
const env = (name: string): string => process.env[name] ?? '';
const agent = new Agent({ keepAlive: true });
const endpoint = new URL(env('AWS_ENDPOINT_URL'));
const asksTheSame = env('FLOOR_ASKS') === 'the same';
let secret = asksTheSame ? undefined : env('FLOOR_SECRET');

export async function handler(event: APIGatewayProxyEventV2): Promise<{ statusCode: number }> {
  secret ??= await readSecret();
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const wanted = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const signature = Buffer.from(event.headers['x-hub-signature-256'] ?? '');
  if (signature.length !== wanted.length || !timingSafeEqual(signature, wanted)) return { statusCode: 401 };
  const { ref, before, after, repository } = JSON.parse(body.toString('utf8'));
  const branch = `PUSH#${repository.id}#${ref}`;
  const delivery = `DELIVERY#${event.headers['x-github-delivery']}`;
  if (asksTheSame) {
    await Promise.all([
      get(delivery, 'DELIVERY'),
      list(`REPO#${repository.id}`),
      get(branch, 'HEAD'),
      get(branch, `PUSH#${before}#${after}`),
      list(branch, `PUSH#${after}#`),
      get(`COMMIT#${repository.id}#${after}`, `${ref}#${before}`),
    ]);
    await get('SERVICE#hello', 'HEAD');
  }
  const put = (pk: string, sk: string) => ({
    Put: {
      TableName: env('BAKEWATCH_TABLE'),
      Item: { pk: { S: pk }, sk: { S: sk }, ref: { S: ref } },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  });
  await dynamo('TransactWriteItems', {
    TransactItems: [put(branch, `PUSH#${before}#${after}`), put(delivery, 'DELIVERY')],
  });
  return { statusCode: 202 };
}

async function readSecret(): Promise<string> {
  const ask = (VersionStage: string) =>
    call('secretsmanager', 'secretsmanager.GetSecretValue', '1.1', {
      SecretId: env('WEBHOOK_SECRET_ID'),
      VersionStage,
    });
  const { SecretString } = await ask('AWSCURRENT');
  await ask('AWSPREVIOUS').catch(() => undefined);
  return String(SecretString);
}

const get = (pk: string, sk: string) =>
  dynamo('GetItem', { TableName: env('BAKEWATCH_TABLE'), Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true });

const list = (pk: string, prefix?: string) =>
  dynamo('Query', {
    TableName: env('BAKEWATCH_TABLE'),
    ConsistentRead: true,
    KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk }, ...(prefix ? { ':prefix': { S: prefix } } : {}) },
  });

const dynamo = (operation: string, input: object) => call('dynamodb', `DynamoDB_20120810.${operation}`, '1.0', input);

/** Rejects unless it is answered with 200. */
function call(service: string, target: string, json: string, input: object): Promise<Record<string, unknown>> {
  const payload = JSON.stringify(input);
  const headers = signed(service, target, json, payload);
  return new Promise((resolve, reject) => {
    const { hostname, port } = endpoint;
    const sent = request({ agent, hostname, port, method: 'POST', path: '/', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`${target} was answered ${response.statusCode}`));
        resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      });
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** AWS Signature Version 4 of a request to `/` without a query. */
function signed(service: string, target: string, json: string, payload: string): Record<string, string> {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${env('AWS_REGION')}/${service}/aws4_request`;
  const headers: Record<string, string> = {
    'content-type': `application/x-amz-json-${json}`,
    host: endpoint.host,
    'x-amz-date': time,
    'x-amz-security-token': env('AWS_SESSION_TOKEN'),
    'x-amz-target': target,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ['POST', '/', '', lines.join(''), names, sha256(payload)].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${env('AWS_SECRET_ACCESS_KEY')}`);
  const credential = `Credential=${env('AWS_ACCESS_KEY_ID')}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${hmac(key, text).toString('hex')}`;
  return { ...headers, 'content-length': String(Buffer.byteLength(payload)), authorization };
}
