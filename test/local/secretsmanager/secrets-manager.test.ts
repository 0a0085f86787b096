import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sm from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { createSecretsManager } from '#local/secretsmanager/create-secrets-manager.ts';
import { manualClock } from '#local/time/manual-clock.ts';

const DAY_MS = 24 * 3600 * 1000;

describe('Secrets Manager', () => {
  const clock = manualClock(1_700_000_000_000);
  let dir: string;
  let endpoint: Endpoint;
  let secrets: ReturnType<typeof createSecretsManager>;
  let client: sm.SecretsManagerClient;

  const start = async () => {
    secrets = createSecretsManager({ dir, clock });
    endpoint = await startEndpoint(0, [secrets.service]);
    client = new sm.SecretsManagerClient({
      endpoint: endpoint.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
  };
  const stop = async () => {
    client.destroy();
    await endpoint.close();
    secrets.close();
  };
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'secrets-'));
    await start();
    await client.send(new sm.CreateSecretCommand({ Name: 'github/token', SecretString: 'one', Description: 'App' }));
  });
  afterEach(async () => {
    await stop();
    await rm(dir, { recursive: true });
  });

  const value = async (VersionStage?: string, SecretId = 'github/token') =>
    (await client.send(new sm.GetSecretValueCommand({ SecretId, VersionStage }))).SecretString;
  const put = (SecretString: string, ClientRequestToken?: string) =>
    client.send(new sm.PutSecretValueCommand({ SecretId: 'github/token', SecretString, ClientRequestToken }));

  it('keeps the value before the current one as AWSPREVIOUS, over a restart', async () => {
    await put('two');
    await put('three');
    await stop();
    await start();
    expect([await value(), await value('AWSPREVIOUS')]).toEqual(['three', 'two']);
    const { VersionIdsToStages = {} } = await client.send(new sm.DescribeSecretCommand({ SecretId: 'github/token' }));
    expect(Object.values(VersionIdsToStages).flat().sort()).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });

  it('finds a secret by name, by ARN and by ARN without its random end', async () => {
    const { ARN = '' } = await client.send(new sm.DescribeSecretCommand({ SecretId: 'github/token' }));
    expect(await value(undefined, ARN)).toBe('one');
    expect(await value(undefined, ARN.slice(0, -7))).toBe('one');
    await expect(value(undefined, 'github')).rejects.toBeInstanceOf(sm.ResourceNotFoundException);
  });

  it('treats the same token and value as one call, and another value under that token as a mistake', async () => {
    const token = '00000000-0000-4000-8000-000000000001';
    await put('two', token);
    await put('three');
    await put('two', token);
    expect(await value()).toBe('three');
    await expect(put('four', token)).rejects.toBeInstanceOf(sm.ResourceExistsException);
  });

  it('keeps binary values as they are', async () => {
    const SecretBinary = Uint8Array.from([0, 255, 128]);
    await client.send(new sm.CreateSecretCommand({ Name: 'key', SecretBinary }));
    const read = await client.send(new sm.GetSecretValueCommand({ SecretId: 'key' }));
    expect(read.SecretBinary).toEqual(SecretBinary);
  });

  it('answers nothing of a deleted secret until it is restored, and forgets it when its window is over', async () => {
    const remove = () => client.send(new sm.DeleteSecretCommand({ SecretId: 'github/token', RecoveryWindowInDays: 7 }));
    await remove();
    await expect(value()).rejects.toBeInstanceOf(sm.InvalidRequestException);
    expect((await client.send(new sm.ListSecretsCommand())).SecretList).toEqual([]);
    await client.send(new sm.RestoreSecretCommand({ SecretId: 'github/token' }));
    expect(await value()).toBe('one');
    await remove();
    await clock.advanceBy(7 * DAY_MS);
    await expect(value()).rejects.toBeInstanceOf(sm.ResourceNotFoundException);
  });

  it('forgets a secret at once when forced, so that its name is free', async () => {
    await client.send(new sm.DeleteSecretCommand({ SecretId: 'github/token', ForceDeleteWithoutRecovery: true }));
    await client.send(new sm.CreateSecretCommand({ Name: 'github/token', SecretString: 'new' }));
    expect(await value()).toBe('new');
    await expect(value('AWSPREVIOUS')).rejects.toBeInstanceOf(sm.ResourceNotFoundException);
  });

  it('refuses a second secret of the same name and parameters it does not implement', async () => {
    const again = new sm.CreateSecretCommand({ Name: 'github/token', SecretString: 'x' });
    await expect(client.send(again)).rejects.toBeInstanceOf(sm.ResourceExistsException);
    const replicated = new sm.CreateSecretCommand({ Name: 'other', AddReplicaRegions: [{ Region: 'eu-west-1' }] });
    await expect(client.send(replicated)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('AddReplicaRegions'),
    });
  });

  it('changes description and value with UpdateSecret, and lists page by page', async () => {
    await client.send(
      new sm.UpdateSecretCommand({ SecretId: 'github/token', SecretString: 'two', Description: 'New' }),
    );
    await client.send(new sm.CreateSecretCommand({ Name: 'slack', SecretString: 's' }));
    expect(await value()).toBe('two');
    const names: unknown[] = [];
    for await (const page of sm.paginateListSecrets({ client, pageSize: 1 }, {})) {
      names.push(...(page.SecretList ?? []).map(({ Name, Description }) => [Name, Description]));
    }
    expect(names).toEqual([
      ['github/token', 'New'],
      ['slack', undefined],
    ]);
  });
});
