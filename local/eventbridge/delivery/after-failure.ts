import type { Delivery } from './delivery-store.ts';

/** What follows a failed attempt: another one at `due` (epoch ms), or the dead-letter queue with AWS's words for why. */
export type AfterFailure = { due: number } | { errorCode: string; exhausted?: string };

const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 600_000;
const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;

/** Errors that no retry can mend, by name. */
const FINAL: Record<string, string> = { ResourceNotFoundException: 'NO_RESOURCE', InvalidInput: 'INVALID_JSON' };

/**
 * Retries come after 1 s, 2 s, 4 s ... up to every ten minutes, the last one when the event reaches its maximum age.
 * `attempts` counts those made, so the first attempt is no retry.
 */
export function afterFailure({ target, attempts, acceptedAt }: Delivery, error: Error, now: number): AfterFailure {
  const errorCode = FINAL[error.name];
  if (errorCode) return { errorCode };
  const { MaximumRetryAttempts = DEFAULT_RETRIES, MaximumEventAgeInSeconds = DEFAULT_AGE_SECONDS } =
    target.RetryPolicy ?? {};
  const given = { errorCode: 'ERROR_FROM_TARGET' };
  if (attempts > MaximumRetryAttempts) return { ...given, exhausted: 'MaximumRetryAttempts' };
  const expiry = acceptedAt + MaximumEventAgeInSeconds * 1000;
  if (now >= expiry) return { ...given, exhausted: 'MaximumEventAgeInSeconds' };
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (attempts - 1), LONGEST_BACKOFF_MS);
  return { due: Math.min(now + backoff, expiry) };
}
