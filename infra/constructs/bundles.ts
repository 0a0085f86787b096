import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IgnoreMode } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { SettingsError } from '../settings.ts';

export const BUNDLES = fileURLToPath(new URL('../../dist/functions', import.meta.url));

/** One function's bundle, the very file that one machine runs; its source map stays behind. */
export function bundleOf(name: string): Code {
  if (!existsSync(`${BUNDLES}/${name}.mjs`))
    throw new SettingsError(`dist/functions/${name}.mjs is not there: run \`npm run build\` first.`);
  return Code.fromAsset(BUNDLES, { exclude: ['*', `!${name}.mjs`], ignoreMode: IgnoreMode.GIT });
}
