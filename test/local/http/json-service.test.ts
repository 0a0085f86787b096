import { request } from 'node:http';
import * as ecs from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { jsonService } from '#local/http/json-service.ts';

const createdAt = new Date(1_700_000_000_123);

describe('an awsJson service behind the endpoint', () => {
  let endpoint: Endpoint;
  const client = () =>
    new ecs.ECSClient({
      endpoint: endpoint.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'k', secretAccessKey: 's' },
      maxAttempts: 1,
    });

  beforeAll(async () => {
    const service = jsonService({
      name: 'ecs',
      target: 'AmazonEC2ContainerServiceV20141113',
      sdk: ecs,
      operations: {
        DescribeServices: (input: ecs.DescribeServicesCommandInput): Partial<ecs.DescribeServicesCommandOutput> => {
          if (input.cluster === 'gone') throw new ecs.ClusterNotFoundException({ message: 'no', $metadata: {} });
          return { services: [{ serviceName: input.services?.[0], createdAt }] };
        },
      },
    });
    endpoint = await startEndpoint(0, [service]);
  });
  afterAll(() => endpoint.close());

  it('carries typed values both ways through the unchanged SDK client', async () => {
    const { services } = await client().send(new ecs.DescribeServicesCommand({ services: ['web'] }));
    expect(services?.[0]).toMatchObject({ serviceName: 'web', createdAt });
  });

  it("gives the SDK's own exception class", async () => {
    const call = client().send(new ecs.DescribeServicesCommand({ cluster: 'gone', services: [] }));
    await expect(call).rejects.toBeInstanceOf(ecs.ClusterNotFoundException);
  });

  it('refuses an operation it does not have, by name', async () => {
    await expect(client().send(new ecs.ListClustersCommand())).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('ecs:ListClusters'),
    });
  });

  it.each([
    ['from a page on the web', { origin: 'https://evil.example' }],
    ['under a name that was pointed at this machine', { host: 'evil.example' }],
  ])('refuses what a browser sends %s', async (_name, headers) => {
    const target = { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeServices' };
    const status = await new Promise((resolve, reject) => {
      const asked = request(endpoint.url, { method: 'POST', headers: { ...target, ...headers } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject).end('{}');
    });
    expect(status).toBe(403);
  });

  it('refuses a misspelt parameter at any depth instead of dropping it', async () => {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeServices' },
      body: JSON.stringify({ services: ['web'], clutser: 'x' }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      __type: 'ValidationException',
      message: expect.stringContaining('clutser'),
    });
  });
});
