import { request } from 'node:http';
import { CreateFunctionUrlConfigCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLambda } from './start-lambda.ts';

const ECHO = 'export const handler = async (event) => event;';

describe('A function URL', () => {
  let running: Awaited<ReturnType<typeof startLambda>>;
  beforeEach(async () => {
    running = await startLambda();
  });
  afterEach(() => running.close());

  const open = async (source: string): Promise<string> => {
    await running.create('hook', source);
    const url = await running.client.send(
      new CreateFunctionUrlConfigCommand({ FunctionName: 'hook', AuthType: 'NONE' }),
    );
    expect(url.FunctionUrl).toBe(`${running.url}/lambda-url/hook/`);
    return url.FunctionUrl ?? '';
  };

  it('hands a request to the function in payload format 2.0', async () => {
    const url = await open(ECHO);
    const response = await fetch(`${url}github/push?a=1&a=2&b=%20`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'X-Hub-Signature-256': 'sha256=1',
        cookie: 'a=1; b=2',
      },
      body: '{"name":"ä"}',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      version: '2.0',
      rawPath: '/github/push',
      rawQueryString: 'a=1&a=2&b=%20',
      queryStringParameters: { a: '1,2', b: ' ' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-hub-signature-256': 'sha256=1', 'content-type': 'application/json; charset=utf-8' },
      body: '{"name":"ä"}',
      isBase64Encoded: false,
      requestContext: { http: { method: 'POST', path: '/github/push', sourceIp: '127.0.0.1', protocol: 'HTTP/1.1' } },
    });
  });

  it('hands over bodies that are no text in base64, byte by byte', async () => {
    const url = await open(ECHO);
    const bytes = Uint8Array.from([0x1f, 0x8b, 0, 255]);
    const post = async (type: string, body: Uint8Array | string) =>
      (await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: body as string })).json();
    expect(await post('application/octet-stream', bytes)).toMatchObject({
      body: Buffer.from(bytes).toString('base64'),
      isBase64Encoded: true,
    });
    expect(await post('application/x-www-form-urlencoded', 'payload=%7B%7D')).toMatchObject({
      body: Buffer.from('payload=%7B%7D').toString('base64'),
      isBase64Encoded: true,
    });
  });

  it('joins a header that is sent twice with a comma', async () => {
    const url = await open(ECHO);
    const body = await new Promise<string>((resolve, reject) => {
      const call = request(url, { headers: { 'x-tag': ['a', 'b'] } }, async (response) => {
        resolve(Buffer.concat(await response.toArray()).toString());
      });
      call.on('error', reject).end();
    });
    expect(JSON.parse(body)).toMatchObject({ headers: { 'x-tag': 'a,b' }, isBase64Encoded: false });
    expect(JSON.parse(body)).not.toHaveProperty('body');
  });

  it('answers with the status, headers, cookies and bytes that the function returns', async () => {
    const url =
      await open(`export const handler = async () => ({ statusCode: 202, headers: { 'X-Id': 7, 'Content-Type': 'image/png' },
      cookies: ['a=1', 'b=2'], body: 'AP8=', isBase64Encoded: true });`);
    const response = await fetch(url);
    expect(response.status).toBe(202);
    expect(response.headers.get('x-id')).toBe('7');
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.from([0, 255]));
  });

  it('answers 502 when the function fails and 429 when it is throttled', async () => {
    const url = await open("export const handler = async () => { throw new Error('secret'); };");
    const failed = await fetch(url);
    expect([failed.status, await failed.text()]).toEqual([502, 'Internal Server Error']);
    await running.client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'hook', ReservedConcurrentExecutions: 0 }),
    );
    expect((await fetch(url)).status).toBe(429);
  });

  it('does not exist for a function that has none', async () => {
    await running.create('closed', ECHO);
    expect((await fetch(`${running.url}/lambda-url/closed/`)).status).toBe(404);
    expect(running.lambda.stats().invocations).toEqual({});
  });
});
