import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installHook } from './install-hook.ts';
import type { Host } from './repositories.ts';
import { runGit } from './run-git.ts';
import { prepareWorkingCopy } from './working-copy.ts';

export interface RepositoryOptions {
  /** Where repositories are: `<dir>/<name>.git` becomes the bare one, `<dir>/<name>` the working copy. */
  dir: string;
  /** Whose webhooks it sends; default: GitHub's. */
  host?: Host;
  /** What the host calls it: a number, or Bitbucket's UUID in braces. */
  id: number | string;
  /** `owner/name`; GitLab's groups nest. */
  fullName: string;
  webhookUrl: string;
  /** The webhook's secret, or a file that holds it. Exactly one of the two. */
  secret?: string;
  secretFile?: string;
  /** Where the pages and the API of its host are on this machine; default: `/github` (`/gitlab`, `/bitbucket`) where the webhook is. */
  githubUrl?: string;
}

/**
 * Makes (or brings up to date: repeat it at every start) a bare repository that sends its host's webhook for every push,
 * and a working copy of it. Throws when the name is taken by a repository of another owner.
 */
export async function createRepository(
  options: RepositoryOptions,
): Promise<{ bareDirectory: string; workingCopyDirectory: string }> {
  const name = /^(?:[A-Za-z0-9_-][\w.-]*\/)+([A-Za-z0-9_-][\w.-]*)$/.exec(options.fullName)?.[1];
  if (!name || name.endsWith('.git'))
    throw new Error(`"${options.fullName}" is not the name of a repository (owner/name).`);
  const bareDirectory = resolve(options.dir, `${name}.git`);
  const workingCopyDirectory = resolve(options.dir, name);
  mkdirSync(options.dir, { recursive: true });
  refuseOtherOwner(bareDirectory, options.fullName);
  await succeed(['init', '--quiet', '--bare', '--template=', '--initial-branch=main', '--', bareDirectory]);
  for (const [key, value] of Object.entries(SETTINGS)) await succeed(['-C', bareDirectory, 'config', key, value]);
  // The machine's own configuration may point hooks elsewhere; this repository's hook must run all the same.
  await succeed(['-C', bareDirectory, 'config', 'core.hooksPath', join(bareDirectory, 'hooks')]);
  writeSettings(bareDirectory, options);
  installHook(bareDirectory);
  await prepareWorkingCopy(bareDirectory, workingCopyDirectory);
  return { bareDirectory, workingCopyDirectory };
}

const SETTINGS = { 'receive.denyDeletes': 'false', 'receive.denyNonFastForwards': 'false' };

async function succeed(args: string[]): Promise<void> {
  const { code, stderr } = await runGit(args);
  if (code !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
}

function refuseOtherOwner(bareDirectory: string, fullName: string): void {
  const file = join(bareDirectory, 'webhook.json');
  if (!existsSync(file)) return;
  const known = JSON.parse(readFileSync(file, 'utf8')).fullName;
  if (known !== fullName) throw new Error(`${bareDirectory} belongs to ${known}, so ${fullName} cannot be made there.`);
}

function writeSettings(bareDirectory: string, options: RepositoryOptions): void {
  const { host = 'github', id, fullName, webhookUrl, secret } = options;
  if ((secret === undefined) === (options.secretFile === undefined)) {
    throw new Error('A repository needs either a secret or a secretFile.');
  }
  const ownFile = join(bareDirectory, 'webhook-secret');
  if (secret !== undefined) replace(ownFile, secret);
  const secretFile = options.secretFile === undefined ? ownFile : resolve(options.secretFile);
  const githubUrl = options.githubUrl ?? `${new URL(webhookUrl).origin}/${host}`;
  replace(
    join(bareDirectory, 'webhook.json'),
    JSON.stringify({ host, id, fullName, webhookUrl, secretFile, githubUrl }),
  );
}

/** A push may read these files at any moment: it finds the old content or the new one. */
function replace(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
