import { fileURLToPath } from 'node:url';
import { stop } from 'esbuild';
import { bundleFunctions } from '../scripts/bundle.ts';
import { bundleConsole } from '../scripts/bundle-console.ts';

/** Builds what runs: the functions and the page. Returns the directory of the functions' bundles. */
export async function bundle(): Promise<string> {
  await Promise.all([bundleFunctions(), bundleConsole()]);
  // esbuild's own process would stay for more builds, with hundreds of megabytes of syntax trees.
  await stop();
  return fileURLToPath(new URL('../dist/functions', import.meta.url));
}
