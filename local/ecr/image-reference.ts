import { ACCOUNT, REGION } from '../account.ts';
import { isDigest } from './blobs.ts';

/** Where images of this account live: the host in front of every repository's name. */
export const REGISTRY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

export interface ImageReference {
  repository: string;
  tag?: string;
  digest?: string;
}

/**
 * Reads `[host/]repository[:tag][@sha256:...]` as container tools write it; no tag and no digest means `latest`.
 * Returns undefined when it is not a reference.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const [named = '', digest, ...rest] = text.split('@');
  if (rest.length > 0 || (digest !== undefined && !isDigest(digest))) return undefined;
  const name = withoutHost(named);
  const match = /^([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(\w[\w.-]{0,127}))?$/.exec(name);
  const [, repository, tag] = match ?? [];
  if (!repository) return undefined;
  if (digest) return { repository, digest, ...(tag ? { tag } : {}) };
  return { repository, tag: tag ?? 'latest' };
}

/** The part before the first slash is a host when it has a dot or a port, or is localhost. */
function withoutHost(name: string): string {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  return /[.:]|^localhost$/.test(first) ? name.slice(slash + 1) : name;
}
