import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';

const built: { once?: Promise<string> } = {};

/**
 * Writes the inside of an instance (instance-worker.ts) into `dir` as plain JavaScript, and returns where it is. A thread that
 * had to strip the types itself would start half again as late and hold 10 MB more, each one of them.
 */
export async function writeInstanceProgram(dir: string): Promise<URL> {
  built.once ??= buildProgram();
  const path = join(dir, 'instance.mjs');
  writeFileSync(path, await built.once);
  return pathToFileURL(path);
}

async function buildProgram(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./instance-worker.ts', import.meta.url))],
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'warning',
  });
  // Nothing else is built here: esbuild's process need not stay.
  await stop();
  return outputFiles[0]?.text ?? '';
}
