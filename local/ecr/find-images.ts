import * as ecr from '@aws-sdk/client-ecr';
import type { Registry } from './registry.ts';

export interface ImageRow {
  repository: string;
  digest: string;
  manifest: string;
  mediaType: string;
  size: number;
  pushedAt: number;
}

export const imagesOf = (registry: Registry, repository: string): ImageRow[] =>
  registry.database
    .prepare('SELECT * FROM images WHERE repository = ? ORDER BY pushedAt, digest')
    .all(repository) as unknown as ImageRow[];

export function tagsOf(registry: Registry, repository: string, digest: string): string[] {
  const rows = registry.database
    .prepare('SELECT tag FROM tags WHERE repository = ? AND digest = ? ORDER BY tag')
    .all(repository, digest);
  return rows.map((row) => String(row['tag']));
}

/** The image a digest or tag (or both, which must then agree) means, or undefined. */
export function findImage(registry: Registry, repository: string, id: ecr.ImageIdentifier): ImageRow | undefined {
  const tagged = id.imageTag === undefined ? undefined : digestOfTag(registry, repository, id.imageTag);
  const digest = id.imageTag === undefined ? id.imageDigest : tagged;
  if (digest === undefined || (id.imageDigest !== undefined && id.imageDigest !== digest)) return undefined;
  const row = registry.database
    .prepare('SELECT * FROM images WHERE repository = ? AND digest = ?')
    .get(repository, digest);
  return row as unknown as ImageRow | undefined;
}

export function digestOfTag(registry: Registry, repository: string, tag: string): string | undefined {
  const row = registry.database
    .prepare('SELECT digest FROM tags WHERE repository = ? AND tag = ?')
    .get(repository, tag);
  return row?.['digest'] as string | undefined;
}

export const imageNotFound = (repository: string, id: ecr.ImageIdentifier) =>
  new ecr.ImageNotFoundException({
    message: `The image with imageId {imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'} does not exist within the repository with name '${repository}'`,
    $metadata: {},
  });
