import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bare directory of `owner/name` under `dir`, or undefined. */
export function findRepository(dir: string, owner: string, name: string): string | undefined {
  if (!/^[A-Za-z0-9_-][\w.-]*$/.test(name)) return undefined;
  const bareDirectory = join(dir, `${name}.git`);
  const file = join(bareDirectory, 'webhook.json');
  if (!existsSync(file)) return undefined;
  const { fullName } = JSON.parse(readFileSync(file, 'utf8'));
  return fullName.toLowerCase() === `${owner}/${name}`.toLowerCase() ? bareDirectory : undefined;
}
