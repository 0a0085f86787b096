import { randomUUID } from 'node:crypto';
import * as sdk from '@aws-sdk/client-secrets-manager';
import { invalidParameter } from './secret-errors.ts';
import type { SecretStore, SecretVersion } from './secret-store.ts';

export const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

export interface NewValue {
  ClientRequestToken?: string | undefined;
  SecretString?: string | undefined;
  SecretBinary?: Uint8Array | undefined;
  VersionStages?: string[] | undefined;
}

export const stagesOf = (version: SecretVersion): string[] => JSON.parse(version.stages) as string[];

/**
 * Adds a version and moves its stages to it; what was AWSCURRENT becomes AWSPREVIOUS. The same token with the same
 * value is a no-op, with another value a ResourceExistsException (PutSecretValue, API reference). `now` is epoch ms.
 */
export function addVersion(store: SecretStore, arn: string, value: NewValue, now: number): SecretVersion {
  if ((value.SecretString === undefined) === (value.SecretBinary === undefined)) {
    throw invalidParameter('You must provide either SecretString or SecretBinary.');
  }
  const id = value.ClientRequestToken ?? randomUUID();
  const existing = store.versions(arn).find((version) => version.id === id);
  if (existing) return sameValue(existing, value);
  const version = {
    arn,
    id,
    text: value.SecretString ?? null,
    bytes: value.SecretBinary ?? null,
    createdAt: now,
    stages: JSON.stringify(value.VersionStages ?? [CURRENT]),
  };
  moveStages(store, arn, stagesOf(version));
  store.saveVersion(version);
  return version;
}

function moveStages(store: SecretStore, arn: string, moved: string[]): void {
  const makesCurrent = moved.includes(CURRENT);
  for (const version of store.versions(arn)) {
    const stages = stagesOf(version);
    const kept = stages.filter((stage) => !(moved.includes(stage) || (makesCurrent && stage === PREVIOUS)));
    const becomesPrevious = makesCurrent && stages.includes(CURRENT);
    const changed = JSON.stringify(becomesPrevious ? [...kept, PREVIOUS] : kept);
    if (changed !== version.stages) store.saveVersion({ ...version, stages: changed });
  }
}

function sameValue(existing: SecretVersion, value: NewValue): SecretVersion {
  const same =
    existing.text === (value.SecretString ?? null) &&
    Buffer.from(existing.bytes ?? []).equals(Buffer.from(value.SecretBinary ?? []));
  if (same) return existing;
  throw new sdk.ResourceExistsException({
    $metadata: {},
    message: `You can't use ClientRequestToken ${existing.id} because that value is already in use for a version with a different value.`,
  });
}
