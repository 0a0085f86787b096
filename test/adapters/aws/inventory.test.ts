import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsInventory } from '#adapters/aws/inventory/read-inventory.ts';
import type { Answer, Inventory, Listings } from '#core/ports/inventory.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { jsonService } from '#local/http/json-service.ts';

const ASSUMED = `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>THERE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

const ROLE = 'arn:aws:iam::222222222222:role/bakewatch-target';

/** An AWS that refuses everything with one error, in the language of whoever asks. */
describe('the inventory, where AWS refuses', () => {
  let server: Server;
  let refusal = { name: 'AccessDenied', status: 403 };
  let inventory: Inventory & Listings;
  const before = { ...process.env };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { name, status } = refusal;
      const isQuery = request.headers['content-type']?.includes('urlencoded');
      const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>no</Message></Error></ErrorResponse>`;
      response.writeHead(status, { 'content-type': isQuery ? 'text/xml' : 'application/x-amz-json-1.1' });
      response.end(isQuery ? xml : JSON.stringify({ __type: name, message: 'no' }));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    Object.assign(process.env, { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'person', AWS_SECRET_ACCESS_KEY: 'none' });
    inventory = awsInventory({ region: 'eu-central-1' }, 'a-secret-of-sixteen');
  });
  afterAll(() => {
    process.env = before;
    server.close();
  });

  const metric = { namespace: 'AWS/ApplicationELB', metric: 'RequestCount', dimensions: {} };

  it.each<[string, (aws: Inventory & Listings) => Promise<Answer<unknown>>]>([
    ['ecs:ListClusters', (aws) => aws.clusters()],
    ['ecs:ListServices', (aws) => aws.services('live')],
    ['codebuild:ListProjects', (aws) => aws.projects()],
    ['ecr:DescribeRepositories', (aws) => aws.repositories()],
    ['cloudwatch:DescribeAlarms', (aws) => aws.allAlarms()],
    ['ecs:DescribeClusters', (aws) => aws.cluster({}, 'live')],
    ['ecs:DescribeServices', (aws) => aws.service({}, 'live', 'shop')],
    ['ecs:DescribeTaskDefinition', (aws) => aws.taskDefinition({}, 'shop')],
    ['iam:GetRole', (aws) => aws.role({}, 'service-role/shop')],
    ['logs:DescribeLogGroups', (aws) => aws.logGroup({}, '/shop')],
    ['cloudwatch:DescribeAlarms', async (aws) => (await aws.alarms({}, ['shop-5xx']))[0] ?? { kind: 'missing' }],
    ['cloudwatch:ListMetrics', (aws) => aws.metric({}, metric)],
    ['codebuild:BatchGetProjects', (aws) => aws.project('shop-build')],
    ['ecr:DescribeRepositories', (aws) => aws.repository('shop')],
    ['sts:AssumeRole', (aws) => aws.entry({ role: ROLE })],
  ])('names %s as the permission that is missing', async (permission, ask) => {
    refusal = {
      name: permission.match(/^(iam|sts|cloudwatch)/) ? 'AccessDenied' : 'AccessDeniedException',
      status: 400,
    };
    expect(await ask(inventory)).toEqual({ kind: 'unasked', why: 'AWS denies it', permission });
  });

  it('takes what does not exist for missing', async () => {
    refusal = { name: 'NoSuchEntity', status: 404 };
    expect(await inventory.role({}, 'shop')).toEqual({ kind: 'missing' });
    refusal = { name: 'RepositoryNotFoundException', status: 400 };
    expect(await inventory.repository('shop')).toEqual({ kind: 'missing' });
  });

  it('knows that nothing else need be asked with credentials that are over', async () => {
    refusal = { name: 'ExpiredToken', status: 403 };
    expect(await inventory.identity()).toEqual({ kind: 'refused', why: 'ExpiredToken: no' });
    refusal = { name: 'InvalidAction', status: 400 };
    expect(await inventory.identity()).toMatchObject({ kind: 'unknown' });
  });
});

/** An AWS that has one alarm of each kind. */
it('finds alarms of all three kinds, each as slow as a bake takes it to be', async () => {
  const watched = { StateValue: 'OK', StateReason: 'none', AlarmArn: 'arn' };
  const ScheduleConfiguration = { ScheduleExpression: 'rate(5 minutes)' };
  const endpoint = await startEndpoint(0, [
    jsonService({
      name: 'monitoring',
      target: 'GraniteServiceVersion20100801',
      sdk: cloudWatch,
      operations: {
        DescribeAlarms: ({ AlarmTypes }) => ({
          MetricAlarms: [{ ...watched, AlarmName: 'errors', Period: 60, EvaluationPeriods: 3 }],
          CompositeAlarms: [{ ...watched, AlarmName: 'any', AlarmRule: 'ALARM(errors)' }],
          LogAlarms: (AlarmTypes as string[]).includes('LogAlarm')
            ? [
                {
                  ...watched,
                  AlarmName: 'log',
                  QueryResultsToEvaluate: 2,
                  ScheduledQueryConfiguration: { ScheduleConfiguration },
                },
              ]
            : [],
        }),
      },
    }),
  ]);
  const before = process.env['AWS_ENDPOINT_URL'];
  process.env['AWS_ENDPOINT_URL'] = endpoint.url;
  try {
    const credentials = async () => ({ accessKeyId: 'HERE', secretAccessKey: 's' });
    const inventory = awsInventory({ region: 'eu-central-1', credentials }, undefined);
    const read = await inventory.alarms({}, ['errors', 'any', 'log', 'gone']);
    const facts = (evaluationMs: number) => ({ arn: 'arn', state: 'OK', reason: 'none', evaluationMs });
    expect(read).toEqual([
      { kind: 'found', found: facts(180_000) },
      { kind: 'found', found: facts(60_000) },
      { kind: 'found', found: facts(600_000) },
      { kind: 'missing' },
    ]);
  } finally {
    if (before === undefined) delete process.env['AWS_ENDPOINT_URL'];
    else process.env['AWS_ENDPOINT_URL'] = before;
    await endpoint.close();
  }
});

/** An AWS in which the role can be assumed, and the cluster is there for whoever has assumed it. */
it('enters another account through its role, with the external id, once', async () => {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const key = /Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1];
    const isSts = body.startsWith('Action=AssumeRole');
    asked.push(isSts ? `${key} assumes with ${/ExternalId=([^&]*)/.exec(body)?.[1]}` : `${key} asks`);
    response.end(isSts ? ASSUMED : JSON.stringify({ clusters: [{ status: 'ACTIVE' }] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const before = process.env['AWS_ENDPOINT_URL'];
  process.env['AWS_ENDPOINT_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const credentials = async () => ({ accessKeyId: 'HERE', secretAccessKey: 's' });
    const inventory = awsInventory({ region: 'eu-central-1', credentials }, 'a-secret-of-sixteen');
    expect(await inventory.entry({ role: ROLE })).toEqual({ kind: 'found', found: true });
    expect(await inventory.cluster({ role: ROLE }, 'live')).toEqual({ kind: 'found', found: { status: 'ACTIVE' } });
    expect(await inventory.cluster({}, 'live')).toEqual({ kind: 'found', found: { status: 'ACTIVE' } });
  } finally {
    if (before === undefined) delete process.env['AWS_ENDPOINT_URL'];
    else process.env['AWS_ENDPOINT_URL'] = before;
    server.close();
  }
  expect(asked).toEqual(['HERE assumes with a-secret-of-sixteen', 'THERE asks', 'HERE asks']);
});
