import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { compactExceptions } from './compact-exceptions.ts';
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

/** What the SDK brings for cases that do not occur in Lambda, by the file that it is in, and what stands there instead. */
const LEFT_OUT: [RegExp, string][] = [
  // Nothing here is signed for several regions at once, as STS's client would be ready to do.
  [
    /@aws-sdk\/signature-v4-multi-region\/dist-es\/index\.js$/,
    "export { SignatureV4 as SignatureV4MultiRegion } from '@smithy/signature-v4';",
  ],
  // Node.js always has SHA-256 of its own.
  [/@smithy\/core\/dist-es\/submodules\/checksum\/sha256\/Sha256Js\.js$/, 'export const Sha256Js = undefined;'],
];

const leaveOut: Plugin = {
  name: 'leave-out',
  setup({ onLoad }) {
    for (const [filter, contents] of LEFT_OUT) onLoad({ filter }, () => ({ contents, resolveDir: root }));
  },
};

const compact: Plugin = {
  name: 'compact-exceptions',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/client-[a-z-]+\/dist-es\/models\/errors\.js$/ }, ({ path }) => ({
      contents: compactExceptions(readFileSync(path, 'utf8')),
      resolveDir: dirname(path),
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
  plugins: [versionOnly, leaveOut, compact],
  logLevel: 'warning',
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = await bundleFunctions();
  console.log(`bundled ${names.length} functions into dist/functions`);
}
