import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { createSts } from '#local/sts/create-sts.ts';
import { manualClock } from '#local/time/manual-clock.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const GUARDED = 'arn:aws:iam::222222222222:role/team/guarded';
const input = { RoleArn: GUARDED, RoleSessionName: 'a-function', ExternalId: 'its-external-id' };

let endpoint: Endpoint;
let client: STSClient;
beforeAll(async () => {
  const sts = createSts({ clock: manualClock(NOON), roles: { [GUARDED]: { externalIds: ['its-external-id'] } } });
  endpoint = await startEndpoint(0, [sts.service]);
  const credentials = { accessKeyId: 'me', secretAccessKey: 'x' };
  client = new STSClient({ endpoint: endpoint.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await endpoint.close();
});
const assume = (over: Partial<AssumeRoleCommandInput> = {}) =>
  client.send(new AssumeRoleCommand({ ...input, ...over }));

it('gives credentials that name the role and end when they were asked to', async () => {
  expect(await assume({ DurationSeconds: 900 })).toMatchObject({
    AssumedRoleUser: { Arn: 'arn:aws:sts::222222222222:assumed-role/guarded/a-function' },
    Credentials: { AccessKeyId: 'assumed-guarded', Expiration: new Date(NOON + 900_000) },
  });
  const { Credentials } = await assume();
  expect(Credentials?.Expiration).toEqual(new Date(NOON + 3_600_000));
});

it('asks no external id of a role that nobody registered', async () => {
  const free = await client.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::222222222222:role/free', RoleSessionName: 'me' }),
  );
  expect(free.Credentials?.AccessKeyId).toBe('assumed-free');
});

it.each<[string, Partial<AssumeRoleCommandInput>, string]>([
  ['another external id', { ExternalId: 'somebody-elses' }, 'AccessDenied'],
  ['no external id', { ExternalId: undefined }, 'AccessDenied'],
  ['what is no role', { RoleArn: 'arn:aws:iam::222222222222:user/somebody-else' }, 'ValidationError'],
  ['a session whose name says <nothing>', { RoleSessionName: '<nothing>' }, 'ValidationError'],
  ['more than the hour that a function gets', { DurationSeconds: 3_601 }, 'ValidationError'],
  ['less than a quarter of an hour', { DurationSeconds: 899 }, 'ValidationError'],
  ['a parameter that is not known here', { SerialNumber: 'x' }, 'ValidationError'],
])('refuses %s', async (_, over, name) => {
  await expect(assume(over)).rejects.toMatchObject({ name });
});

it('says who asks', async () => {
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '000000000000',
    Arn: expect.stringMatching(/^arn:aws:iam::000000000000:user\/./),
  });
});

it('says of other operations that they are not here', async () => {
  await expect(client.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'InvalidAction',
    message: expect.stringContaining('sts:GetSessionToken'),
  });
});
