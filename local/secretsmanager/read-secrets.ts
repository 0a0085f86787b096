import type * as sdk from '@aws-sdk/client-secrets-manager';
import { type Context, find, findLive } from './find-secret.ts';
import { invalidParameter, supportOnly, versionNotFound } from './secret-errors.ts';
import type { Secret, SecretStore, SecretVersion } from './secret-store.ts';
import { CURRENT, stagesOf } from './secret-versions.ts';

export function getSecretValue({ store }: Context, input: sdk.GetSecretValueRequest) {
  supportOnly(input, ['SecretId', 'VersionId', 'VersionStage']);
  const secret = findLive(store, input.SecretId);
  const stage = input.VersionStage ?? (input.VersionId ? undefined : CURRENT);
  const version = store.versions(secret.arn).find((candidate) => isWanted(candidate, input.VersionId, stage));
  if (!version) throw versionNotFound(stage ? `staging label: ${stage}` : `VersionId: ${input.VersionId}`);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    ...(version.text === null ? {} : { SecretString: version.text }),
    ...(version.bytes === null ? {} : { SecretBinary: version.bytes }),
    VersionStages: stagesOf(version),
    CreatedDate: new Date(version.createdAt),
  };
}

const isWanted = (version: SecretVersion, id: string | undefined, stage: string | undefined): boolean =>
  (id === undefined || version.id === id) && (stage === undefined || stagesOf(version).includes(stage));

export function describeSecret({ store }: Context, input: sdk.DescribeSecretRequest) {
  supportOnly(input, ['SecretId']);
  const secret = find(store, input.SecretId);
  return { ...entryOf(secret), VersionIdsToStages: stagesByVersion(store, secret) };
}

export function listSecrets({ store }: Context, input: sdk.ListSecretsRequest) {
  supportOnly(input, ['MaxResults', 'NextToken', 'IncludePlannedDeletion']);
  const limit = input.MaxResults ?? 100;
  if (limit < 1 || limit > 100) throw invalidParameter('MaxResults must be between 1 and 100.');
  const after = input.NextToken ?? '';
  const listed = store
    .list()
    .filter((secret) => secret.name > after && (input.IncludePlannedDeletion || !secret.deletedAt));
  const page = listed.slice(0, limit);
  return {
    SecretList: page.map((secret) => ({ ...entryOf(secret), SecretVersionsToStages: stagesByVersion(store, secret) })),
    ...(listed.length > limit ? { NextToken: page.at(-1)?.name } : {}),
  };
}

const entryOf = (secret: Secret) => ({
  ARN: secret.arn,
  Name: secret.name,
  ...(secret.description === null ? {} : { Description: secret.description }),
  ...(secret.kmsKeyId === null ? {} : { KmsKeyId: secret.kmsKeyId }),
  Tags: JSON.parse(secret.tags) as sdk.Tag[],
  CreatedDate: new Date(secret.createdAt),
  LastChangedDate: new Date(secret.changedAt),
  ...(secret.deletedAt === null ? {} : { DeletedDate: new Date(secret.deletedAt) }),
});

const stagesByVersion = (store: SecretStore, { arn: id }: Secret): Record<string, string[]> =>
  Object.fromEntries(
    store
      .versions(id)
      .map((version): [string, string[]] => [version.id, stagesOf(version)])
      .filter(([, stages]) => stages.length > 0),
  );
