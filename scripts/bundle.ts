import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { writeOutputs } from './write-outputs.ts';

/**
 * Bundles every function into one file under dist/functions: the very files that Lambda runs, in an account and on one machine.
 * The aliases swap the SDK's credential chain for the environment (adapters/aws/environment-credentials.ts) and leave out
 * its event streams and the cache of discovered endpoints (adapters/aws/no-event-streams.ts, no-endpoint-discovery.ts).
 * Functions and classes lose their names: errors say theirs themselves (core/errors.ts, and the SDK's exceptions too).
 */
const root = fileURLToPath(new URL('..', import.meta.url));

export const handlerFile = (name: string): string => `${root}/functions/${name}/handler.ts`;

/** Returns the names of the functions, whose bundles are `<outdir>/<name>.mjs` afterwards. */
export async function bundleFunctions(outdir = `${root}/dist/functions`): Promise<string[]> {
  const names = readdirSync(`${root}/functions`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('/handler.ts'))
    .map((file) => file.replace(/\/handler\.ts$/, ''));
  const handlers = Object.fromEntries(names.map((name) => [name, handlerFile(name)]));
  const { outputFiles } = await build(bundleOptions(handlers, outdir));
  writeOutputs(outputFiles);
  return names;
}

/** An SDK client reads its own version, and nothing else, from its package.json: the rest stays out of the bundle. */
const versionOnly: Plugin = {
  name: 'version-only',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/client-[a-z-]+\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Nothing here is signed for several regions at once: what STS's client brings for that is left out. */
const oneRegion: Plugin = {
  name: 'one-region',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/signature-v4-multi-region\/dist-es\/index\.js$/ }, () => ({
      contents: "export { SignatureV4 as SignatureV4MultiRegion } from '@smithy/signature-v4';",
      resolveDir: root,
    }));
  },
};

/** How functions are bundled: entry files by the name of the bundle. What is compared with them is bundled the same way. */
export const bundleOptions = (
  entryPoints: Record<string, string>,
  outdir: string,
): BuildOptions & { write: false } => ({
  write: false,
  entryPoints,
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  sourcemap: 'external',
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': `${root}/adapters/aws/environment-credentials.ts`,
    '@smithy/core/event-streams': `${root}/adapters/aws/no-event-streams.ts`,
    '@aws-sdk/endpoint-cache': `${root}/adapters/aws/no-endpoint-discovery.ts`,
  },
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  plugins: [versionOnly, oneRegion],
  logLevel: 'warning',
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = await bundleFunctions();
  console.log(`bundled ${names.length} functions into dist/functions`);
}
