import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the commands that stand in for `docker` and `aws` on a machine without them into `directory`, which goes first
 * into a build's PATH. Returns the directory.
 */
export function installStandIns(directory: string): string {
  mkdirSync(directory, { recursive: true });
  for (const command of ['docker', 'aws']) {
    const script = join(import.meta.dirname, `${command}.ts`);
    const node = `${quoted(process.execPath)} --disable-warning=ExperimentalWarning`;
    const temporary = join(directory, `.${command}`);
    writeFileSync(temporary, `#!/bin/sh\nexec ${node} ${quoted(script)} "$@"\n`, { mode: 0o755 });
    renameSync(temporary, join(directory, command));
  }
  return directory;
}

const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;
