import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '#core/config/parse-config.ts';
import { sayMistakes } from '#core/config/say-mistakes.ts';
import type { Config } from '#core/config/schema.ts';
import { UserError } from './user-error.ts';

const sample = fileURLToPath(new URL('../../examples/hello.bakewatch.yaml', import.meta.url));

/** The ports that the sample's file names. */
const SAMPLE_PORTS = { staging: 4602, production: 4603 };

/** Lays the sample's configuration there, with the ports of this start, unless the file exists: from then on it is the user's. */
export function ensureConfigFile(file: string, ports: { staging: number; production: number }): void {
  if (existsSync(file)) return;
  const text = readFileSync(sample, 'utf8')
    .replaceAll(`127.0.0.1:${SAMPLE_PORTS.staging}`, `127.0.0.1:${ports.staging}`)
    .replaceAll(`127.0.0.1:${SAMPLE_PORTS.production}`, `127.0.0.1:${ports.production}`)
    .replace(/^# yaml-language-server:.*\n/m, '');
  writeFileSync(file, text);
}

/** Throws UserError with every mistake at once, each with its line. */
export function loadConfig(file: string): Config {
  const parsed = parseConfig(readFileSync(file, 'utf8'));
  if (parsed.ok) return parsed.config;
  const { mistakes } = parsed;
  throw new UserError(
    `${mistakes.length === 1 ? 'There is a mistake' : `There are ${mistakes.length} mistakes`} in the configuration:\n${sayMistakes(file, mistakes)}`,
  );
}
