import * as z from 'zod/mini';
import { NO_COMMIT, type Push } from '#core/intake/push.ts';
import { revertedBy } from '#core/intake/reverted-by.ts';
import { shownOf } from '#core/intake/shown-of.ts';

const sha = z.string().check(z.regex(/^[0-9a-f]{40}$/));
const paths = z.array(z.string());
const number = z.int().check(z.positive());

const commit = z.object({
  id: z.string(),
  message: z.string(),
  author: z.object({ name: z.string() }),
  added: paths,
  removed: paths,
  modified: paths,
});

/**
 * The fields of GitLab's push payload that we use; new ones are ignored.
 * https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events
 */
const pushPayload = z.object({
  object_kind: z.literal('push'),
  ref: z.string().check(z.startsWith('refs/heads/'), z.minLength(12), z.maxLength(300)),
  before: sha,
  after: sha,
  user_id: number,
  user_username: z.string().check(z.maxLength(300)),
  project_id: number,
  project: z.object({ path_with_namespace: z.string().check(z.maxLength(1_000)) }),
  commits: z.array(commit),
  total_commits_count: z.int().check(z.nonnegative()),
});

/**
 * Undefined when this is not a push event's payload. GitLab does not say whether a push was forced: its paths are all that it
 * changed only if it was not. Of more than 20 commits it lists the newest 20.
 */
export function parsePush(payload: unknown): Push | undefined {
  const parsed = z.safeParse(pushPayload, payload);
  if (!parsed.success) return undefined;
  const { ref, before, after, commits, total_commits_count: total, user_username: sender } = parsed.data;
  if (before === NO_COMMIT && after === NO_COMMIT) return undefined;
  const head = commits.find(({ id }) => id === after);
  const isWhole = commits.length === total && before !== NO_COMMIT;
  return {
    repositoryId: `gitlab:${parsed.data.project_id}`,
    repositoryName: parsed.data.project.path_with_namespace,
    ref,
    before,
    after,
    forced: false,
    senderId: parsed.data.user_id,
    sender,
    ...shownOf(head?.author.name ?? sender, head?.message ?? ''),
    reverts: revertedBy(commits),
    changedPaths: isWhole ? changedPaths(commits) : undefined,
  };
}

const changedPaths = (commits: z.infer<typeof commit>[]): string[] => [
  ...new Set(commits.flatMap(({ added, removed, modified }) => [...added, ...removed, ...modified])),
];
