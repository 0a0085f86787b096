import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Files named by the sha256 of what is in them: the same bytes are kept once, and what is read is what was pushed. */
export interface Blobs {
  has(digest: string): boolean;
  /** Bytes. */
  size(digest: string): number;
  read(digest: string): Buffer;
  path(digest: string): string;
  /** Takes the file over when its bytes have this digest; throws `DigestMismatch` and leaves it alone when not. */
  adopt(file: string, digest: string): void;
  remove(digest: string): void;
}

export class DigestMismatch extends Error {}

export const isDigest = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);

export const digestOf = (bytes: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export function openBlobs(dir: string): Blobs {
  mkdirSync(dir, { recursive: true });
  const path = (digest: string): string => {
    if (!isDigest(digest)) throw new DigestMismatch(`"${digest}" is not a sha256 digest.`);
    return join(dir, digest.slice('sha256:'.length));
  };
  return {
    path,
    has: (digest) => isDigest(digest) && existsSync(path(digest)),
    size: (digest) => statSync(path(digest)).size,
    read: (digest) => readFileSync(path(digest)),
    adopt: (file, digest) => adopt(file, digest, path(digest)),
    remove: (digest) => rmSync(path(digest), { force: true }),
  };
}

/** A blob appears under its name complete and on disk, or not at all: hence sync, then rename, then sync of the folder. */
function adopt(file: string, digest: string, target: string): void {
  const found = digestOf(readFileSync(file));
  if (found !== digest) throw new DigestMismatch(`The bytes have the digest ${found}, not ${digest}.`);
  sync(file);
  renameSync(file, target);
  sync(dirname(target));
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
