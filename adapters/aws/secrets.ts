import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientConfig } from './client-config.ts';

const KEPT_MS = 5 * 60_000;
/** Whoever sends wrong signatures makes an instance read no more often than this. */
const KEPT_AT_LEAST_MS = 10_000;

/**
 * The secrets that requests are signed with, those that are valid now: the current one and, while a rotation overlaps, the one before. Read once per five
 * minutes and instance. Throws when they cannot be read: the caller fails closed.
 */
export function signingSecrets(secretId: string): (asked?: { again: boolean }) => Promise<string[]> {
  const client = new SecretsManagerClient(clientConfig);
  let kept: { at: number; secrets: string[] } | undefined;

  const read = async (VersionStage: string): Promise<string[]> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage }));
    return SecretString ? [SecretString] : [];
  };

  return async ({ again } = { again: false }) => {
    const now = Date.now();
    if (kept && now - kept.at < (again ? KEPT_AT_LEAST_MS : KEPT_MS)) return kept.secrets;
    const current = await read('AWSCURRENT');
    const previous = await read('AWSPREVIOUS').catch((error: Error) => {
      if (error.name === 'ResourceNotFoundException') return [];
      throw error;
    });
    kept = { at: now, secrets: [...current, ...previous] };
    return kept.secrets;
  };
}

/** However often what a secret gave is refused, an instance reads it anew no more often than this. */
const REFUSED_KEPT_MS = 30_000;

/**
 * One secret's current value, kept for five minutes per instance; `again`: somebody refused it, so that it may have been changed. Throws when it cannot be
 * read.
 */
export function readSecret(secretId: string): (asked?: { again: boolean }) => Promise<string> {
  const client = new SecretsManagerClient(clientConfig);
  let kept: { at: number; value: string } | undefined;
  let reading: Promise<string> | undefined;

  async function read(): Promise<string> {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    kept = { at: Date.now(), value: SecretString ?? '' };
    return kept.value;
  }

  return async ({ again } = { again: false }) => {
    if (kept && Date.now() - kept.at < (again ? REFUSED_KEPT_MS : KEPT_MS)) return kept.value;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}
