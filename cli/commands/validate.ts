import { existsSync } from 'node:fs';
import { loadConfig } from '#local/installation/load-config.ts';
import { UserError } from '#local/installation/user-error.ts';
import { EXIT } from '../exit-codes.ts';

/** Checks a configuration: every mistake at once, with its line. */
export async function validate(file: string): Promise<number> {
  if (!existsSync(file))
    throw new UserError(`There is no ${file}: name the file, for instance .bakewatch/bakewatch.yaml.`);
  const { services } = loadConfig(file);
  const said = Object.entries(services).map(
    ([name, { stages }]) => `${name} (${stages.map((s) => s.name).join(' → ')})`,
  );
  console.log(`${file} is right: ${said.join(', ') || 'no service'}.`);
  return EXIT.done;
}
