import { runGit } from '#local/github/run-git.ts';

export type Checkout = { ok: true; resolved: string } | { ok: false; message: string };

/**
 * A clean checkout of exactly `version` (commit, branch or tag; default: the repository's default branch) from a bare
 * repository into `directory`, which must not exist yet. Rejects only when git cannot be run or was aborted.
 */
export async function checkout(
  bareDirectory: string,
  directory: string,
  version: string | undefined,
  signal: AbortSignal,
): Promise<Checkout> {
  const clone = ['clone', '--quiet', '--template=', '--no-hardlinks', '--no-checkout', '--', bareDirectory, directory];
  const cloned = await runGit(clone, { signal });
  if (cloned.code !== 0) return { ok: false, message: cloned.stderr.trim() };
  const resolved = await resolve(directory, version, signal);
  if (!resolved) return { ok: false, message: `fatal: reference is not a tree: ${version ?? 'HEAD'}` };
  const checkedOut = await runGit(['checkout', '--quiet', '--detach', resolved], { cwd: directory, signal });
  return checkedOut.code === 0 ? { ok: true, resolved } : { ok: false, message: checkedOut.stderr.trim() };
}

/** The commit that a version names. Only names and hashes: git's revision expressions are not CodeBuild's. */
async function resolve(cwd: string, version: string | undefined, signal: AbortSignal): Promise<string | undefined> {
  for (const name of candidates(version)) {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    const { code, stdout } = await runGit(args, { cwd, signal });
    if (code === 0) return stdout.trim();
  }
  return undefined;
}

function candidates(version: string | undefined): string[] {
  if (version === undefined) return ['HEAD'];
  if (/^[0-9a-f]{40}$/.test(version)) return [version];
  if (!/^[^-:^~@\s][^:^~@\s]*$/.test(version)) return [];
  const branch = version.replace(/^refs\/heads\//, '');
  const hash = /^[0-9a-f]{7,39}$/.test(version) ? [version] : [];
  return [`refs/remotes/origin/${branch}`, `refs/tags/${version.replace(/^refs\/tags\//, '')}`, ...hash];
}
