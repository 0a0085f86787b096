import type { Clock } from '#local/time/clock.ts';
import { invalidParameter, invalidRequest, secretNotFound } from './secret-errors.ts';
import type { Secret, SecretStore } from './secret-store.ts';

/** What every operation works on. */
export interface Context {
  store: SecretStore;
  clock: Clock;
}

/** The secret of that name or ARN, deleted or not. Throws ResourceNotFoundException. */
export function find(store: SecretStore, id: string | undefined): Secret {
  if (!id) throw invalidParameter('SecretId is required.');
  const secret = store.find(id);
  if (!secret) throw secretNotFound();
  return secret;
}

/** As `find`, but refuses a deleted one with InvalidRequestException. */
export function findLive(store: SecretStore, id: string | undefined): Secret {
  const secret = find(store, id);
  if (!secret.deletedAt) return secret;
  throw invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
}
