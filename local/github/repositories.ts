import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `createRepository` wrote down of a repository. */
export interface RepositorySettings {
  id: number;
  fullName: string;
  /** Where the API and the pages are. */
  githubUrl: string;
}

/** The bare directory of `owner/name` under `dir`, or undefined. */
export function findRepository(dir: string, owner: string, name: string): string | undefined {
  if (!/^[A-Za-z0-9_-][\w.-]*$/.test(name)) return undefined;
  const bareDirectory = join(dir, `${name}.git`);
  if (!existsSync(settingsOf(bareDirectory))) return undefined;
  const { fullName } = readSettings(bareDirectory);
  return fullName.toLowerCase() === `${owner}/${name}`.toLowerCase() ? bareDirectory : undefined;
}

/** The bare directory of the repository with this number under `dir`, or undefined. */
export function findRepositoryById(dir: string, id: number): string | undefined {
  return bareDirectories(dir).find((folder) => readSettings(folder).id === id);
}

/** Those of all repositories under `dir`. */
export function bareDirectories(dir: string): string[] {
  const folders = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith('.git')) : [];
  return folders.map((name) => join(dir, name)).filter((folder) => existsSync(settingsOf(folder)));
}

export const readSettings = (bareDirectory: string): RepositorySettings =>
  JSON.parse(readFileSync(settingsOf(bareDirectory), 'utf8'));

const settingsOf = (bareDirectory: string): string => join(bareDirectory, 'webhook.json');
