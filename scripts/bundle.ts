import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles every function into one file under dist/functions: the very files that Lambda runs, in an account and on one machine.
 * The alias swaps the SDK's credential chain for the environment (adapters/aws/environment-credentials.ts).
 */
const root = fileURLToPath(new URL('..', import.meta.url));

export async function bundleFunctions(): Promise<string[]> {
  const names = readdirSync(`${root}/functions`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('/handler.ts'))
    .map((file) => file.replace(/\/handler\.ts$/, ''));
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, `${root}/functions/${name}/handler.ts`])),
    outdir: `${root}/dist/functions`,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    keepNames: true,
    sourcemap: 'external',
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': `${root}/adapters/aws/environment-credentials.ts`,
      '@smithy/core/event-streams': `${root}/adapters/aws/no-event-streams.ts`,
    },
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  return names;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = await bundleFunctions();
  console.log(`bundled ${names.length} functions into dist/functions`);
}
