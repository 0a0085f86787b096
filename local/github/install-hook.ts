import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the post-receive hook: this Node, or the one in PATH should this one be gone some day. */
export function installHook(bareDirectory: string): void {
  const hooks = join(bareDirectory, 'hooks');
  mkdirSync(hooks, { recursive: true });
  const script = quoted(join(import.meta.dirname, 'hook', 'post-receive.mjs'));
  const node = quoted(process.execPath);
  const text = `#!/bin/sh\nif [ -x ${node} ]; then exec ${node} ${script}; fi\nexec node ${script}\n`;
  writeFileSync(join(hooks, '.post-receive'), text, { mode: 0o755 });
  renameSync(join(hooks, '.post-receive'), join(hooks, 'post-receive'));
}

const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;
