import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from '../../scripts/bundle.ts';
import { writeOutputs } from '../../scripts/write-outputs.ts';
import { clientsOf, sourceOf } from './clients-of.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FLOOR = fileURLToPath(new URL('floor.ts', import.meta.url));

/** Bundles a function's SDK clients without the function, with the options of its own bundle. Returns the file. */
export async function bundleClientsOf(name: string, dir: string): Promise<string> {
  // Where the clients can be found, and out of everybody's way.
  const source = join(ROOT, 'dist', 'bench', `${name}-clients.ts`);
  mkdirSync(join(ROOT, 'dist', 'bench'), { recursive: true });
  writeFileSync(source, sourceOf(await clientsOf(name)));
  return bundle(`${name}-clients`, source, dir);
}

/** Nothing at all: what Node itself needs to import a file. */
export function writeEmpty(dir: string): string {
  const file = join(dir, 'empty.mjs');
  writeFileSync(file, 'export {};\n');
  return file;
}

export const bundleFloor = (dir: string): Promise<string> => bundle('floor', FLOOR, dir);

async function bundle(name: string, source: string, dir: string): Promise<string> {
  const { outputFiles } = await build(bundleOptions({ [name]: source }, dir));
  writeOutputs(outputFiles);
  return join(dir, `${name}.mjs`);
}
