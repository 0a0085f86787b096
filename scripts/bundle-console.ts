import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeOutputs } from './write-outputs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles the console's pages into dist/console: one script and one style sheet, nothing from elsewhere. */
export async function bundleConsole(): Promise<void> {
  const { outputFiles } = await build({
    write: false,
    entryPoints: [
      { in: `${root}/local/console/page/main.tsx`, out: 'console' },
      { in: `${root}/local/console/page/styles/console.css`, out: 'console' },
    ],
    outdir: `${root}/dist/console`,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
    legalComments: 'none',
  });
  writeOutputs(outputFiles);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleConsole();
