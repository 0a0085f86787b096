import { runGit } from './run-git.ts';

export interface Commit {
  sha: string;
  commit: {
    message: string;
    tree: { sha: string };
    author: { name: string; email: string; date: string };
    committer: { name: string; email: string; date: string };
  };
  parents: { sha: string }[];
}

/** The commit a branch, tag, full ref or hash names, or undefined. git's revision expressions are not GitHub's. */
export async function resolveCommit(cwd: string, ref: string): Promise<string | undefined> {
  if (!/^[^-:^~@\s\\][^:^~\s\\]*$/.test(ref) || ref.includes('@{')) return undefined;
  const hash = /^[0-9a-f]{4,40}$/.test(ref) ? [ref] : [];
  for (const name of [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref.replace(/^refs\//, '')}`, ...hash]) {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    const { code, stdout } = await runGit(args, { cwd });
    if (code === 0) return stdout.trim();
  }
  return undefined;
}

const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];

/** What `git log` with these arguments finds, as GitHub's API shows commits. */
export async function readCommits(cwd: string, args: string[]): Promise<Commit[]> {
  const format = `--format=tformat:${FIELDS.join('%x00')}`;
  const { stdout } = await runGit(['log', '-z', '--no-show-signature', format, ...args], { cwd });
  const values = stdout.split('\0');
  const count = Math.floor(values.length / FIELDS.length);
  return Array.from({ length: count }, (_, index) =>
    commitOf(values.slice(index * FIELDS.length, (index + 1) * FIELDS.length)),
  );
}

function commitOf(values: string[]): Commit {
  const [sha = '', tree = '', parents = '', ...people] = values;
  const [author = '', authorMail = '', authored = '', committer = '', committerMail = '', committed = '', body = ''] =
    people;
  return {
    sha,
    commit: {
      message: body.replace(/\n+$/, ''),
      tree: { sha: tree },
      author: { name: author, email: authorMail, date: authored },
      committer: { name: committer, email: committerMail, date: committed },
    },
    parents: parents
      .split(' ')
      .filter(Boolean)
      .map((parent) => ({ sha: parent })),
  };
}
