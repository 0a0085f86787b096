import { randomBytes } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-secrets-manager';
import { arn } from '#local/account.ts';
import { transaction } from '#local/storage/database.ts';
import type { Clock } from '#local/time/clock.ts';
import { type Context, find, findLive } from './find-secret.ts';
import { describeSecret, getSecretValue, listSecrets } from './read-secrets.ts';
import { invalidParameter, invalidRequest, secretExists, supportOnly } from './secret-errors.ts';
import type { Secret, SecretStore } from './secret-store.ts';
import { addVersion, stagesOf } from './secret-versions.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const VALUE = ['ClientRequestToken', 'SecretString', 'SecretBinary'];

/** The operations of Secrets Manager; each change is one transaction. */
export function secretOperations(store: SecretStore, clock: Clock) {
  const context = { store, clock };
  const atomic =
    <I, O>(operation: (context: Context, input: I) => O) =>
    (input: I): O =>
      transaction(store.database, () => {
        purge(context);
        return operation(context, input);
      });
  return {
    CreateSecret: atomic(createSecret),
    GetSecretValue: atomic(getSecretValue),
    PutSecretValue: atomic(putSecretValue),
    UpdateSecret: atomic(updateSecret),
    DescribeSecret: atomic(describeSecret),
    ListSecrets: atomic(listSecrets),
    DeleteSecret: atomic(deleteSecret),
    RestoreSecret: atomic(restoreSecret),
  };
}

function createSecret({ store, clock }: Context, input: sdk.CreateSecretRequest) {
  supportOnly(input, [...VALUE, 'Name', 'Description', 'KmsKeyId', 'Tags']);
  const name = input.Name ?? '';
  if (!/^[\w/+=.@-]{1,512}$/.test(name))
    throw invalidParameter('Invalid name. Must be 1 to 512 of letters, digits and /_+=.@-');
  const existing = store.find(name);
  if (existing?.deletedAt) {
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  if (existing) return repeatedCreate(store, existing, input, clock.now());
  const secret: Secret = {
    name,
    arn: arn('secretsmanager', `secret:${name}-${randomBytes(3).toString('hex')}`),
    description: input.Description ?? null,
    kmsKeyId: input.KmsKeyId ?? null,
    tags: JSON.stringify(input.Tags ?? []),
    createdAt: clock.now(),
    changedAt: clock.now(),
    deletedAt: null,
    purgeAt: null,
  };
  store.save(secret);
  const version = hasValue(input) ? addVersion(store, secret.arn, input, clock.now()) : undefined;
  return { ARN: secret.arn, Name: name, ...(version ? { VersionId: version.id } : {}) };
}

/** A retry with the token of the first call succeeds; everything else is a second secret of that name. */
function repeatedCreate(store: SecretStore, existing: Secret, input: sdk.CreateSecretRequest, now: number) {
  const known = store.versions(existing.arn).some(({ id }) => id === input.ClientRequestToken);
  if (!(known && hasValue(input))) throw secretExists(existing.name);
  const version = addVersion(store, existing.arn, input, now);
  return { ARN: existing.arn, Name: existing.name, VersionId: version.id };
}

function putSecretValue({ store, clock }: Context, input: sdk.PutSecretValueRequest) {
  supportOnly(input, [...VALUE, 'SecretId', 'VersionStages']);
  const secret = findLive(store, input.SecretId);
  const version = addVersion(store, secret.arn, input, clock.now());
  store.save({ ...secret, changedAt: clock.now() });
  return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: stagesOf(version) };
}

function updateSecret({ store, clock }: Context, input: sdk.UpdateSecretRequest) {
  supportOnly(input, [...VALUE, 'SecretId', 'Description', 'KmsKeyId']);
  const secret = findLive(store, input.SecretId);
  store.save({
    ...secret,
    description: input.Description ?? secret.description,
    kmsKeyId: input.KmsKeyId ?? secret.kmsKeyId,
    changedAt: clock.now(),
  });
  const version = hasValue(input) ? addVersion(store, secret.arn, input, clock.now()) : undefined;
  return { ARN: secret.arn, Name: secret.name, ...(version ? { VersionId: version.id } : {}) };
}

function deleteSecret({ store, clock }: Context, input: sdk.DeleteSecretRequest) {
  supportOnly(input, ['SecretId', 'RecoveryWindowInDays', 'ForceDeleteWithoutRecovery']);
  const force = input.ForceDeleteWithoutRecovery ?? false;
  const days = input.RecoveryWindowInDays ?? 30;
  if (force && input.RecoveryWindowInDays !== undefined) {
    throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  }
  if (days < 7 || days > 30) throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days.');
  const secret = find(store, input.SecretId);
  const purgeAt = force ? clock.now() : clock.now() + days * DAY_MS;
  if (force) store.remove(secret.arn);
  else store.save({ ...secret, deletedAt: clock.now(), purgeAt });
  return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(purgeAt) };
}

function restoreSecret({ store }: Context, input: sdk.RestoreSecretRequest) {
  supportOnly(input, ['SecretId']);
  const secret = find(store, input.SecretId);
  store.save({ ...secret, deletedAt: null, purgeAt: null });
  return { ARN: secret.arn, Name: secret.name };
}

/** Nobody watches the recovery windows: a secret whose window is over goes before the next call is answered. */
function purge({ store, clock }: Context): void {
  for (const { arn: id, purgeAt } of store.list()) if (purgeAt !== null && purgeAt <= clock.now()) store.remove(id);
}

const hasValue = (input: { SecretString?: string | undefined; SecretBinary?: Uint8Array | undefined }): boolean =>
  input.SecretString !== undefined || input.SecretBinary !== undefined;
