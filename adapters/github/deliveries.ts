import * as z from 'zod/mini';
import { unanswered } from '#core/intake/unanswered.ts';
import type { Deliveries, Webhook } from '#core/ports/deliveries.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import type { About } from './access/credentials.ts';
import { askGitHub, type GitHubOptions } from './ask-github.ts';

const attemptsSchema = z.array(
  z.object({
    id: z.string(),
    guid: z.string(),
    event: z.string(),
    delivered_at: z.string(),
    status_code: z.number(),
    repository_id: z.optional(z.nullable(z.number())),
  }),
);

/** A look goes through so many: 1,000 deliveries. */
const MOST_PAGES = 10;
const PER_PAGE = 100;
/** An App has one list for all its repositories: a search reads it once. */
const SHARED_MS = 10_000;

type Attempt = z.infer<typeof attemptsSchema>[number] & { at: number };

interface Listed {
  attempts: Attempt[];
  isComplete: boolean;
}

/**
 * The deliveries of a repository's webhook, or of the GitHub App that asks. A person's token needs the permission to read and write webhooks; an App needs none.
 * https://docs.github.com/en/rest/repos/webhooks and https://docs.github.com/en/rest/apps/webhooks
 */
export function githubDeliveries(options: GitHubOptions): Deliveries {
  const isApp = async (): Promise<boolean> => (await options.credentials?.isApp()) ?? false;
  let shared: { listed: Promise<Listed>; since: number; at: number } | undefined;

  /** Of all the App's repositories. */
  function listOfApp(since: number): Promise<Listed> {
    const now = Date.now();
    if (!shared || since < shared.since || now - shared.at > SHARED_MS)
      shared = { listed: list(options, 'the App', OF_APP, since), since, at: now };
    return shared.listed;
  }

  return {
    isNumbered: async () => !(await isApp()),
    async failed(webhook, since) {
      const { repository } = webhook;
      const isOfApp = await isApp();
      const listed = isOfApp ? await listOfApp(since) : await list(options, webhook, pathOf(webhook), since);
      const attempts = listed.attempts.filter((each) => !isOfApp || each.repository_id === repository.id);
      const shaped = attempts.map(({ status_code: status, ...attempt }) => ({ ...attempt, status }));
      return { failed: unanswered(shaped, since), isComplete: listed.isComplete };
    },
    async redeliver(webhook, id) {
      const isOfApp = await isApp();
      shared = undefined;
      const path = isOfApp ? OF_APP : pathOf(webhook);
      await ask(options, isOfApp ? 'the App' : webhook, `${path}/${encodeURIComponent(id)}/attempts`, 'POST');
    },
  };
}

const OF_APP = '/app/hook/deliveries';

async function list(options: GitHubOptions, whose: Webhook | 'the App', first: string, since: number): Promise<Listed> {
  const attempts: Attempt[] = [];
  let path: string | undefined = `${first}?per_page=${PER_PAGE}`;
  for (let page = 0; path !== undefined && page < MOST_PAGES; page += 1) {
    const { json, next } = await ask(options, whose, path);
    const found = attemptsSchema.parse(json).map((each) => ({ ...each, at: Date.parse(each.delivered_at) }));
    attempts.push(...found);
    // Newest first: nothing that counts comes after the first one that is too old.
    path = found.some(({ at }) => at < since) ? undefined : next;
  }
  return { attempts, isComplete: path === undefined };
}

async function ask(options: GitHubOptions, whose: Webhook | 'the App', path: string, method?: 'POST') {
  const about: About = whose === 'the App' ? whose : whose.repository;
  const answer = await askGitHub(options, about, path, method);
  if (answer.status < 300) return answer;
  throw new RepositoryUnreadable(
    whose === 'the App'
      ? `GitHub answers ${answer.status} for the webhook of the GitHub App: let it be active in the App's settings`
      : `GitHub answers ${answer.status} for the webhook ${whose.id} of ${whose.repository.name}: mend GITHUB_HOOKS, or let the token read and write webhooks`,
  );
}

const pathOf = ({ repository, id }: Webhook): string => {
  const [owner = '', name = ''] = repository.name.split('/');
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/hooks/${id}/deliveries`;
};
