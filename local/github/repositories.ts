import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whose webhooks a repository sends, and by whose API it is asked about. */
export type Host = 'github' | 'gitlab' | 'bitbucket';

/** What `createRepository` wrote down of a repository. */
export interface RepositorySettings {
  /** Absent in those that were made before there were others: GitHub. */
  host?: Host;
  /** What the host calls it: a number, or Bitbucket's UUID in braces. */
  id: number | string;
  fullName: string;
  /** Where the API and the pages of its host are. */
  githubUrl: string;
}

/** The bare directory of `owner/name` at a host under `dir`, or undefined. */
export function findRepository(dir: string, host: Host, fullName: string): string | undefined {
  return find(dir, host, (known) => known.fullName.toLowerCase() === fullName.toLowerCase());
}

/** The bare directory of the repository with this number or UUID at a host under `dir`, or undefined. */
export const findRepositoryById = (dir: string, host: Host, id: number | string): string | undefined =>
  find(dir, host, (known) => known.id === id);

const find = (dir: string, host: Host, isIt: (known: RepositorySettings) => boolean): string | undefined =>
  bareDirectories(dir, host).find((folder) => isIt(readSettings(folder)));

/** Those of all repositories of a host under `dir`. */
export function bareDirectories(dir: string, host: Host): string[] {
  const folders = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith('.git')) : [];
  return folders
    .map((name) => join(dir, name))
    .filter((folder) => existsSync(settingsOf(folder)) && (readSettings(folder).host ?? 'github') === host);
}

export const readSettings = (bareDirectory: string): RepositorySettings =>
  JSON.parse(readFileSync(settingsOf(bareDirectory), 'utf8'));

const settingsOf = (bareDirectory: string): string => join(bareDirectory, 'webhook.json');
