import { git } from './git.mjs';

const MOST_COMMITS = 2048;
const MOST_FILES = 3000;
const FIELDS = ['%H', '%T', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];

/** The commits a push brought to `ref`, oldest first, at most the newest 2048, as the payload shows them. */
export function pushedCommits(bareDirectory, { before, after, ref }, htmlUrl) {
  const others = ['--not', `--exclude=${ref}`, '--glob=refs/*'];
  // A new branch brings what no other ref has; an update what the ref itself did not have.
  const range = before === undefined ? [after, ...others] : [after, `^${before}`];
  const revisions = (args) =>
    git(bareDirectory, ['rev-list', ...args])
      .split('\n')
      .filter(Boolean);
  const hashes = revisions([`--max-count=${MOST_COMMITS}`, '--reverse', ...range]);
  const distinct = new Set(before === undefined ? hashes : revisions([...range, ...others]));
  return describeCommits(bareDirectory, hashes, htmlUrl).map((commit) => ({
    ...commit,
    distinct: distinct.has(commit.id),
  }));
}

export function describeCommits(bareDirectory, hashes, htmlUrl) {
  if (hashes.length === 0) return [];
  const files = changedFiles(bareDirectory, hashes);
  const format = `--format=tformat:${FIELDS.join('%x00')}`;
  const list = `${hashes.join('\n')}\n`;
  const text = git(bareDirectory, ['log', '-z', '--no-walk=unsorted', '--no-show-signature', format, '--stdin'], list);
  const values = text.split('\0');
  return hashes.map((hash, index) => {
    const [id, tree, author, authorMail, , committer, committerMail, time, body] = values.slice(
      index * FIELDS.length,
      (index + 1) * FIELDS.length,
    );
    return {
      id,
      tree_id: tree,
      distinct: true,
      message: body.replace(/\n+$/, ''),
      timestamp: time,
      url: `${htmlUrl}/commit/${hash}`,
      author: { name: author, email: authorMail, username: author },
      committer: { name: committer, email: committerMail, username: committer },
      ...(files.get(hash) ?? { added: [], removed: [], modified: [] }),
    };
  });
}

const KINDS = { A: 'added', D: 'removed', M: 'modified', T: 'modified' };

/**
 * Files by commit. In git's answer a 40-digit name opens a commit, then a status letter and a path alternate; a merge
 * shows what differs from its first parent, so that no change can hide in it.
 */
function changedFiles(bareDirectory, hashes) {
  const args = [
    'diff-tree',
    '--stdin',
    '-r',
    '-z',
    '--diff-merges=first-parent',
    '--root',
    '--no-renames',
    '--name-status',
  ];
  const tokens = git(bareDirectory, args, `${hashes.join('\n')}\n`)
    .split('\0')
    .filter(Boolean);
  const byCommit = new Map();
  let files;
  for (let index = 0; index < tokens.length; index += 1) {
    const kind = KINDS[tokens[index]];
    if (kind === undefined) {
      files = { added: [], removed: [], modified: [] };
      byCommit.set(tokens[index], files);
      continue;
    }
    index += 1;
    if (files.added.length + files.removed.length + files.modified.length < MOST_FILES) files[kind].push(tokens[index]);
  }
  return byCommit;
}
