import type { Registry } from '#core/ports/registry.ts';

export interface MemoryRegistry extends Registry {
  /** The digest is in the repository from now on. */
  push(repository: string, digest: string): void;
  remove(repository: string, digest: string): void;
  /** The tag names the digest from now on. */
  tag(repository: string, tag: string, digest: string): void;
}

const KNOWN = /^000000000000\.dkr\.ecr\.us-east-1\.amazonaws\.com\/.+@sha256:/;

/** Image digests in memory. */
export function memoryRegistry(): MemoryRegistry {
  const images = new Set<string>();
  const tags = new Map<string, string>();
  const at = (repository: string, digest: string): string =>
    `000000000000.dkr.ecr.us-east-1.amazonaws.com/${repository}@${digest}`;
  return {
    async find(repository, digest) {
      const reference = at(repository, digest);
      return images.has(reference) ? reference : undefined;
    },
    tagged: async (repository, tag) => tags.get(`${repository}:${tag}`),
    has: async (image) => !KNOWN.test(image) || images.has(image),
    push: (repository, digest) => void images.add(at(repository, digest)),
    tag: (repository, tag, digest) => void tags.set(`${repository}:${tag}`, digest),
    remove: (repository, digest) => void images.delete(at(repository, digest)),
  };
}
