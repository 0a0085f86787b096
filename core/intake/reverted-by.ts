interface PushedMessage {
  id?: string | undefined;
  message?: string | undefined;
}

/** What `git revert` writes into its message. */
const REVERTS = /This reverts commit ([0-9a-f]{40})\b/g;
const MOST_REVERTS = 20;

/**
 * The commits (40 hex digits) that these commits say they revert. A revert that is itself reverted among them has brought back
 * what it took away.
 */
export function revertedBy(commits: PushedMessage[]): string[] {
  const all = new Set(commits.flatMap(named));
  const standing = commits.filter(({ id }) => id === undefined || !all.has(id)).flatMap(named);
  return [...new Set(standing)].slice(0, MOST_REVERTS);
}

const named = ({ message = '' }: PushedMessage): string[] =>
  [...message.matchAll(REVERTS)].flatMap(([, reverted]) => reverted ?? []);
