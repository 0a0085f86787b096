import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invalidInput } from './refuse.ts';

/** The directory of the bare repository that `source.location` names: an absolute path or a file URL, nothing else. */
export function sourceDirectory(location: string | undefined): string {
  if (location && isAbsolute(location)) return location;
  if (location?.startsWith('file://')) return fileURLToPath(location);
  throw invalidInput(
    `source.location must be the absolute path or file URL of a bare git repository on one machine, not ${location}`,
  );
}
