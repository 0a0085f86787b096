import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { PackedImage } from '#local/ecr/pack-image.ts';

interface Shelved {
  digest: string;
  /** `<name>@<digest>` once pushed. */
  repoDigest?: string;
}

/** Images built and not pushed yet, in the build's own home: gone with it. */
export interface ImageShelf {
  put(reference: string, image: PackedImage): void;
  find(reference: string): { image: PackedImage; repoDigest: string | undefined } | undefined;
  tag(reference: string, other: string): void;
  pushed(reference: string, repoDigest: string): void;
}

export function imageShelf(directory = join(homedir(), '.docker-stand-in')): ImageShelf {
  mkdirSync(directory, { recursive: true });
  const index = join(directory, 'references.json');
  const references = (): Record<string, Shelved> => {
    try {
      return JSON.parse(readFileSync(index, 'utf8'));
    } catch {
      return {};
    }
  };
  const set = (reference: string, shelved: Shelved): void =>
    writeFileSync(index, JSON.stringify({ ...references(), [reference]: shelved }));

  return {
    put(reference, image) {
      writeImage(join(directory, image.digest.replace(':', '-')), image);
      set(reference, { digest: image.digest });
    },
    find(reference) {
      const shelved = references()[reference];
      if (!shelved) return undefined;
      const image = readImage(join(directory, shelved.digest.replace(':', '-')), shelved.digest);
      return { image, repoDigest: shelved.repoDigest };
    },
    tag(reference, other) {
      const shelved = references()[reference];
      if (shelved) set(other, { digest: shelved.digest });
    },
    pushed(reference, repoDigest) {
      const shelved = references()[reference];
      if (shelved) set(reference, { ...shelved, repoDigest });
    },
  };
}

function writeImage(folder: string, { manifest, mediaType, blobs }: PackedImage): void {
  mkdirSync(join(folder, 'blobs'), { recursive: true });
  writeFileSync(join(folder, 'manifest'), manifest);
  writeFileSync(join(folder, 'media-type'), mediaType);
  for (const [digest, bytes] of blobs) writeFileSync(join(folder, 'blobs', digest), bytes);
}

function readImage(folder: string, digest: string): PackedImage {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const blobs = readdirSync(join(folder, 'blobs')).map((name): [string, Buffer] => [
    name,
    readFileSync(join(folder, 'blobs', name)),
  ]);
  return { digest, manifest: read('manifest'), mediaType: read('media-type'), blobs: new Map(blobs) };
}
