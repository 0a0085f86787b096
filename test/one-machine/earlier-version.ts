import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is installed of a version: where its bundles are, and its state machine's definition. */
export interface Version {
  bundles: string;
  definition: string;
}

export const THIS_VERSION: Version = {
  bundles: join(root, 'dist/functions'),
  definition: join(root, 'statemachines/release.asl.json'),
};

/**
 * The version of an earlier commit, built by its own bundler with the packages of today, in `dir`. Functions that it did not have yet are
 * today's: nobody calls them. Throws when the history does not reach so far: a test that cannot see the past must not pass.
 */
export async function buildVersion(commit: string, dir: string): Promise<Version> {
  const tree = join(dir, 'tree');
  await checkOut(commit, tree, join(dir, 'index'));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const built = join(tree, 'dist/functions');
  mkdirSync(built, { recursive: true });
  cpSync(THIS_VERSION.bundles, built, { recursive: true });
  await run(process.execPath, ['scripts/bundle.ts'], { cwd: tree }).catch((cause) => {
    throw new Error(
      `${commit} cannot be built with the packages of today: let the test upgrade from a newer commit. ${String(cause.stderr)}`,
      { cause },
    );
  });
  return { bundles: built, definition: join(tree, 'statemachines/release.asl.json') };
}

/** The files of a commit, by an index of its own: the clone's own index and work tree stay as they are. */
async function checkOut(commit: string, tree: string, index: string): Promise<void> {
  const git = (...args: string[]) =>
    run('git', ['-C', root, ...args], { env: { ...process.env, GIT_INDEX_FILE: index } });
  await git('cat-file', '-e', `${commit}^{commit}`).catch((cause) => {
    throw new Error(
      `The commit ${commit}, which the upgrade begins with, is not in this clone. It needs the whole history: \`git fetch --unshallow\`, or in CI a clone without a depth.`,
      { cause },
    );
  });
  await git('read-tree', commit);
  await git('checkout-index', '--all', `--prefix=${tree}/`);
}
