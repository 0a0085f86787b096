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

/** One secret's current value, kept for five minutes per instance. Throws when it cannot be read. */
export function readSecret(secretId: string): () => Promise<string> {
  const client = new SecretsManagerClient(clientConfig);
  let kept: { at: number; value: string } | undefined;
  return async () => {
    const now = Date.now();
    if (kept && now - kept.at < KEPT_MS) return kept.value;
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    kept = { at: now, value: SecretString ?? '' };
    return kept.value;
  };
}
