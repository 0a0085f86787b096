import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * Writes the inside of an instance (instance-worker.ts) into `dir` as plain JavaScript, and returns where it is. A thread that
 * had to strip the types itself would start half again as late and hold 10 MB more, each one of them.
 */
export function writeInstanceProgram(dir: string): URL {
  const outfile = join(dir, 'instance.mjs');
  buildSync({
    entryPoints: [fileURLToPath(new URL('./instance-worker.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'warning',
  });
  return pathToFileURL(outfile);
}
