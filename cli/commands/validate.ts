import { existsSync, readFileSync } from 'node:fs';
import { parseConfig } from '#core/config/parse-config.ts';
import type { Config } from '#core/config/schema.ts';
import { loadConfig } from '#local/installation/load-config.ts';
import { UserError } from '#local/installation/user-error.ts';
import { EXIT } from '../exit-codes.ts';
import { type AskedAws, askAws } from '../preflight/ask-aws.ts';
import { renderAsked } from '../render/findings.ts';

export interface ValidateOptions {
  json: boolean;
  offline: boolean;
  profile?: string;
}

/** Checks a configuration: every mistake at once, with its line; then whether AWS has what it names, when it can be asked. */
export async function validate(file: string, options: ValidateOptions): Promise<number> {
  if (!existsSync(file))
    throw new UserError(`There is no ${file}: name the file, for instance .bakewatch/bakewatch.yaml.`);
  const text = readFileSync(file, 'utf8');
  const parsed = parseConfig(text);
  if (options.json && !parsed.ok) {
    console.log(JSON.stringify({ file, isRight: false, mistakes: parsed.mistakes }, null, 2));
    return EXIT.usage;
  }
  const config = loadConfig(file);
  const aws = options.offline ? undefined : await askAws(config, text, options.profile);
  const isRight = !(aws && isBad(aws));
  if (options.json) console.log(JSON.stringify({ file, isRight, mistakes: [], ...(aws ? { aws } : {}) }, null, 2));
  else
    console.log(
      [
        `${file} is ${isRight ? 'right' : 'well-formed'}: ${sayServices(config)}.`,
        ...(aws ? [renderAsked(file, aws)] : []),
      ].join('\n'),
    );
  return isRight ? EXIT.done : EXIT.otherwise;
}

/** Credentials that AWS refuses were meant to be used: that nothing could be checked with them is no success. */
const isBad = (aws: AskedAws): boolean =>
  aws.asked ? aws.findings.some(({ kind }) => kind === 'mistake') : aws.isRefused;

const sayServices = ({ services }: Config): string =>
  Object.entries(services)
    .map(([name, { stages }]) => `${name} (${stages.map((stage) => stage.name).join(' → ')})`)
    .join(', ') || 'no service';
