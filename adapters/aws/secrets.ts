import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientConfig } from './client-config.ts';

const KEPT_MS = 5 * 60_000;
/** Whoever sends wrong signatures makes an instance read no more often than this. */
const KEPT_AT_LEAST_MS = 10_000;

/** So long after a rotation the one before is believed, too: GitHub sends again for three days what failed. */
const OVERLAP_MS = 3 * 86_400_000;

interface Version {
  text: string;
  /** Epoch ms. */
  madeAt: number;
}

/**
 * The secrets that requests are signed with, those that are valid now: the current one and, for three days after a rotation, the one before, unless somebody
 * ends that sooner. Read once per five minutes and instance. Throws when they cannot be read: the caller fails closed.
 */
export function signingSecrets(
  secretId: string,
  now: () => number = () => Date.now(),
): (asked?: { again: boolean }) => Promise<string[]> {
  const client = new SecretsManagerClient(clientConfig);
  let kept: { at: number; current: Version; previous: Version | undefined } | undefined;

  const read = async (VersionStage: string): Promise<Version> => {
    const found = await client.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage }));
    return { text: found.SecretString ?? '', madeAt: found.CreatedDate?.getTime() ?? 0 };
  };

  return async ({ again } = { again: false }) => {
    const at = now();
    if (!kept || at - kept.at >= (again ? KEPT_AT_LEAST_MS : KEPT_MS)) {
      const current = await read('AWSCURRENT');
      const previous = await read('AWSPREVIOUS').catch((error: Error) => {
        if (error.name === 'ResourceNotFoundException') return undefined;
        throw error;
      });
      kept = { at, current, previous };
    }
    const { current, previous } = kept;
    // The younger of the two says when it was rotated, also when a rotation was taken back.
    const overlaps = previous && at < Math.max(current.madeAt, previous.madeAt) + OVERLAP_MS;
    return [current, ...(overlaps ? [previous] : [])].map(({ text }) => text).filter((text) => text !== '');
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
