import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseConfig } from '#core/config/parse-config.ts';
import { sayMistakes } from '#core/config/say-mistakes.ts';
import type { Config } from '#core/config/schema.ts';

/** What a person must mend before anything can be synthesised; shown without a stack trace. */
export class SettingsError extends Error {}

/**
 * The configuration that is installed. Throws SettingsError with every mistake at once, each with its line, as
 * `bakewatch validate` says them.
 */
export function readSettings(file: string): Config {
  if (!existsSync(file))
    throw new SettingsError(
      `There is no ${resolve(file)}. Write it first (docs/install.md), or name another with \`-c config=<file>\`.`,
    );
  const parsed = parseConfig(readFileSync(file, 'utf8'));
  if (parsed.ok) return parsed.config;
  throw new SettingsError(`Nothing can be installed from this configuration:\n${sayMistakes(file, parsed.mistakes)}`);
}
