import * as z from 'zod/mini';
import { unanswered } from '#core/intake/unanswered.ts';
import type { Deliveries, Webhook } from '#core/ports/deliveries.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { askGitHub, type GitHubOptions } from './ask-github.ts';

const attemptsSchema = z.array(
  z.object({
    id: z.string(),
    guid: z.string(),
    event: z.string(),
    delivered_at: z.string(),
    status_code: z.number(),
  }),
);

/** A look goes through so many: 1,000 deliveries. */
const MOST_PAGES = 10;
const PER_PAGE = 100;

/**
 * The deliveries of a repository's webhook. The token needs the permission to read and write webhooks.
 * https://docs.github.com/en/rest/repos/webhooks
 */
export function githubDeliveries(options: GitHubOptions): Deliveries {
  return {
    async failed(webhook, since) {
      const attempts = [];
      let path: string | undefined = `${pathOf(webhook)}?per_page=${PER_PAGE}`;
      for (let page = 0; path !== undefined && page < MOST_PAGES; page += 1) {
        const { json, next } = await ask(options, webhook, path);
        const found = attemptsSchema.parse(json).map((a) => ({ ...a, at: Date.parse(a.delivered_at) }));
        attempts.push(...found);
        // Newest first: nothing that counts comes after the first one that is too old.
        path = found.some(({ at }) => at < since) ? undefined : next;
      }
      const shaped = attempts.map(({ status_code: status, ...attempt }) => ({ ...attempt, status }));
      return { failed: unanswered(shaped, since), isComplete: path === undefined };
    },
    async redeliver(webhook, id) {
      await ask(options, webhook, `${pathOf(webhook)}/${encodeURIComponent(id)}/attempts`, 'POST');
    },
  };
}

async function ask(options: GitHubOptions, { repository, id }: Webhook, path: string, method?: 'POST') {
  const answer = await askGitHub(options, path, method);
  if (answer.status < 300) return answer;
  throw new RepositoryUnreadable(
    `GitHub answers ${answer.status} for the webhook ${id} of ${repository.name}: mend GITHUB_HOOKS, or let the token read and write webhooks`,
  );
}

const pathOf = ({ repository, id }: Webhook): string => {
  const [owner = '', name = ''] = repository.name.split('/');
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/hooks/${id}/deliveries`;
};
