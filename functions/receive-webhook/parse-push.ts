import * as z from 'zod/mini';
import { NO_COMMIT, type Push } from '#core/intake/push.ts';
import { revertedBy } from '#core/intake/reverted-by.ts';
import { shownOf } from '#core/intake/shown-of.ts';

const sha = z.string().check(z.regex(/^[0-9a-f]{40}$/));
const paths = z.array(z.string());

const commit = z.object({
  id: z.optional(z.string()),
  message: z.optional(z.string()),
  added: paths,
  removed: paths,
  modified: paths,
});
const headCommit = z.object({
  message: z.string(),
  author: z.object({ name: z.string(), username: z.optional(z.nullable(z.string())) }),
});

/** The fields of GitHub's push payload that we use; new ones are ignored. */
const pushPayload = z.object({
  ref: z.string().check(z.minLength(1), z.maxLength(300)),
  before: sha,
  after: sha,
  deleted: z.boolean(),
  forced: z.boolean(),
  commits: z.array(commit),
  head_commit: z.nullable(headCommit),
  repository: z.object({ id: z.int().check(z.positive()), full_name: z.string().check(z.maxLength(300)) }),
  sender: z.object({ id: z.int().check(z.positive()), login: z.string().check(z.maxLength(100)) }),
});

export const pingPayload = z.object({ zen: z.string(), hook_id: z.int() });

/** GitHub sends at most so many; a list that is full may have been cut. */
const MOST_COMMITS = 2_048;
const MOST_PATHS = 3_000;

/** Undefined when this is not a push event's payload. */
export function parsePush(payload: unknown): Push | undefined {
  const parsed = z.safeParse(pushPayload, payload);
  if (!parsed.success) return undefined;
  const { repository, sender, commits, ref, before, after, forced, deleted } = parsed.data;
  const head = parsed.data.head_commit;
  const isTag = ref.startsWith('refs/tags/');
  if (deleted !== (after === NO_COMMIT) || (!deleted && !isTag && head === null)) return undefined;
  return {
    repositoryId: repository.id,
    repositoryName: repository.full_name,
    ref,
    before,
    after,
    forced,
    senderId: sender.id,
    sender: sender.login,
    ...shownOf(head?.author.username ?? head?.author.name ?? sender.login, head?.message ?? ''),
    reverts: revertedBy(commits),
    changedPaths: forced || before === NO_COMMIT ? undefined : changedPaths(commits),
  };
}

function changedPaths(commits: z.infer<typeof commit>[]): string[] | undefined {
  const lists = commits.flatMap((c) => [c.added, c.removed, c.modified]);
  if (commits.length >= MOST_COMMITS || lists.some((list) => list.length >= MOST_PATHS)) return undefined;
  return [...new Set(lists.flat())];
}
