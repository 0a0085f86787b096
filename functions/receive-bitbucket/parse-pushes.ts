import * as z from 'zod/mini';
import { NO_COMMIT, type Push } from '#core/intake/push.ts';
import type { RepositoryId } from '#core/intake/repository-id.ts';
import { revertedBy } from '#core/intake/reverted-by.ts';
import { shownOf } from '#core/intake/shown-of.ts';

const sha = z.string().check(z.regex(/^[0-9a-f]{40}$/));
const uuid = z.string().check(z.regex(/^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/));
const text = z.optional(z.nullable(z.string()));

const ref = z.object({
  type: z.enum(['branch', 'tag']),
  name: z.string().check(z.minLength(1), z.maxLength(288)),
  target: z.object({
    hash: sha,
    message: z.optional(z.string()),
    author: z.optional(
      z.object({
        raw: z.optional(z.string()),
        user: z.optional(z.nullable(z.object({ nickname: text, display_name: text }))),
      }),
    ),
  }),
});

const change = z.object({
  old: z.nullable(ref),
  new: z.nullable(ref),
  forced: z.boolean(),
  commits: z.optional(z.array(z.object({ hash: z.string(), message: z.string() }))),
});

/**
 * The fields of Bitbucket Cloud's push payload that we use; new ones are ignored.
 * https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Push
 */
const pushPayload = z.object({
  actor: z.object({ uuid, nickname: text, display_name: text }),
  repository: z.object({ uuid, full_name: z.string().check(z.maxLength(300)) }),
  push: z.object({ changes: z.array(change) }),
});

/**
 * A push for every branch and tag that one `git push` has moved; undefined when this is not a push event's payload. Bitbucket does not
 * say which paths were changed, and shows at most five of the commits.
 */
export function parsePushes(payload: unknown): Push[] | undefined {
  const parsed = z.safeParse(pushPayload, payload);
  if (!parsed.success) return undefined;
  const { actor, repository, push } = parsed.data;
  if (push.changes.some((one) => !one.old && !one.new)) return undefined;
  const sender = (actor.nickname ?? actor.display_name ?? actor.uuid).slice(0, LONGEST_NAME);
  const common = {
    repositoryId: `bitbucket:${repository.uuid}` as RepositoryId,
    repositoryName: repository.full_name,
    senderId: actor.uuid,
    sender,
    changedPaths: undefined,
  };
  return push.changes.map((one) => ({ ...common, ...moveOf(one, sender) }));
}

const LONGEST_NAME = 100;

function moveOf(
  { old: before, new: after, forced, commits = [] }: z.infer<typeof change>,
  sender: string,
): Pick<Push, 'ref' | 'before' | 'after' | 'forced' | 'author' | 'subject' | 'reverts'> {
  const { type, name } = after ?? before ?? { type: 'branch', name: '' };
  const { author, message = '' } = after?.target ?? {};
  // `Amy <amy@example.com>`
  const claimed = author?.raw?.replace(/ *<[^<>]*>$/, '');
  return {
    ref: `refs/${type === 'tag' ? 'tags' : 'heads'}/${name}`,
    before: before?.target.hash ?? NO_COMMIT,
    after: after?.target.hash ?? NO_COMMIT,
    forced: forced && before !== null && after !== null,
    ...shownOf(author?.user?.nickname ?? author?.user?.display_name ?? (claimed || sender), message),
    reverts: revertedBy(commits.map(({ hash: id, message: said }) => ({ id, message: said }))),
  };
}
