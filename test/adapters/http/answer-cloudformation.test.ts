import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { answerCloudFormation } from '#adapters/http/answer-cloudformation.ts';

let server: Server;
let refusals = 0;
let told: { method?: string | undefined; type?: string | undefined; body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    told.push({ method: request.method, type: request.headers['content-type'], body });
    refusals -= 1;
    response.writeHead(refusals >= 0 ? 503 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());
beforeEach(() => {
  told = [];
  refusals = 0;
});

const asked = (more: object = {}) => ({
  RequestType: 'Create' as const,
  ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/signed?by=s3`,
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Applied',
  ...more,
});

it('tells CloudFormation that it is done, by a name that never changes, with no content type, as S3 has signed it', async () => {
  expect(await answerCloudFormation(asked(), async () => 'result')).toBe('result');
  expect(told).toEqual([
    {
      method: 'PUT',
      type: '',
      body: {
        Status: 'SUCCESS',
        PhysicalResourceId: 'Applied',
        StackId: 'stack',
        RequestId: 'request',
        LogicalResourceId: 'Applied',
      },
    },
  ]);
  await answerCloudFormation(asked({ RequestType: 'Update', PhysicalResourceId: 'as before' }), async () => 'result');
  expect(told[1]?.body['PhysicalResourceId']).toBe('as before');
});

it('tells CloudFormation why it failed, and does not fail itself: the stack is rolled back, nothing is tried again', async () => {
  const failing = async () => {
    throw Object.assign(new Error('no room'), { name: 'LimitExceeded' });
  };
  expect(await answerCloudFormation(asked(), failing)).toBeUndefined();
  expect(told[0]?.body).toMatchObject({ Status: 'FAILED', Reason: 'LimitExceeded: no room' });
});

it('tries again when it was not heard', async () => {
  refusals = 1;
  await answerCloudFormation(asked(), async () => 'result');
  expect(told.map(({ body }) => body['Status'])).toEqual(['SUCCESS', 'SUCCESS']);
});
