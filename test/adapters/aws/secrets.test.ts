import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSecret, signingSecrets } from '#adapters/aws/secrets.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import type { ApiCall } from '#local/http/http-service.ts';
import { createSecretsManager } from '#local/secretsmanager/create-secrets-manager.ts';
import { pointSdkAt } from '#test/contracts/endpoint.ts';

const NAME = 'bakewatch/webhook';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('a secret', () => {
  let now = 1_800_000_000_000;
  let endpoint: Endpoint;
  let secrets: ReturnType<typeof createSecretsManager>;
  let client: SecretsManagerClient;
  let calls: ApiCall[];
  beforeEach(async () => {
    calls = [];
    vi.spyOn(Date, 'now').mockImplementation(() => now);
    secrets = createSecretsManager({ dir: ':memory:', clock: { now: () => now, at: () => () => undefined } });
    endpoint = await startEndpoint(0, [secrets.service], (call) => calls.push(call));
    pointSdkAt(endpoint.url);
    client = new SecretsManagerClient({});
    await client.send(new CreateSecretCommand({ Name: NAME, SecretString: 'first' }));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await endpoint.close();
    secrets.close();
  });

  const rotate = (SecretString: string) => client.send(new PutSecretValueCommand({ SecretId: NAME, SecretString }));
  const reads = (): number => calls.filter(({ operation }) => operation === 'GetSecretValue').length;

  describe('that requests are signed with', () => {
    it('is believed beside the new one for three days after a rotation, and not afterwards (O05)', async () => {
      const valid = signingSecrets(NAME);
      expect(await valid()).toEqual(['first']);
      now += 30 * DAY;
      await rotate('second');
      now += 10 * MINUTE;
      expect(await valid()).toEqual(['second', 'first']);
      now += 3 * DAY - 11 * MINUTE;
      expect(await valid()).toEqual(['second', 'first']);
      // Also by an instance that has read both a moment ago.
      now += 2 * MINUTE;
      const before = reads();
      expect(await valid()).toEqual(['second']);
      expect(reads()).toBe(before);
      expect(await signingSecrets(NAME)()).toEqual(['second']);
    });

    it('overlaps also when a rotation was taken back: GitHub may have been told of the younger one already', async () => {
      now += 30 * DAY;
      const younger = { SecretId: NAME, SecretString: 'second', VersionStages: ['AWSPREVIOUS'] };
      await client.send(new PutSecretValueCommand(younger));
      now += DAY;
      expect(await signingSecrets(NAME)()).toEqual(['first', 'second']);
    });

    it('is read once more when nothing fits, and no oftener than every ten seconds whatever comes (O06)', async () => {
      const valid = signingSecrets(NAME);
      await valid();
      await rotate('second');
      const before = reads();
      for (let forged = 0; forged < 100; forged += 1) await valid({ again: true });
      expect(reads()).toBe(before);
      now += 10_000;
      expect(await valid({ again: true })).toEqual(['second', 'first']);
      for (let forged = 0; forged < 100; forged += 1) await valid({ again: true });
      expect(reads()).toBe(before + 2);
    });
  });

  describe('that others are asked with', () => {
    it('is read anew when it was refused, at most every 30 seconds, and otherwise every five minutes (O06)', async () => {
      const read = readSecret(NAME);
      expect(await read()).toBe('first');
      await rotate('second');
      now += 29_000;
      for (let refused = 0; refused < 100; refused += 1) expect(await read({ again: true })).toBe('first');
      expect(reads()).toBe(1);
      now += 1_000;
      expect(await read()).toBe('first');
      expect(await read({ again: true })).toBe('second');
      expect(reads()).toBe(2);
      await rotate('third');
      now += 5 * MINUTE;
      expect(await read()).toBe('third');
    });

    it('is read once for many who ask at the same time, and again after a failure', async () => {
      const read = readSecret(NAME);
      await Promise.all(Array.from({ length: 10 }, () => read()));
      expect(reads()).toBe(1);
      const absent = readSecret('bakewatch/absent');
      await expect(absent()).rejects.toThrow();
      await client.send(new CreateSecretCommand({ Name: 'bakewatch/absent', SecretString: 'there' }));
      expect(await absent()).toBe('there');
    });
  });
});
