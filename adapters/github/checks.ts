import * as z from 'zod/mini';
import type { Checks, ShownCheck } from '#core/ports/checks.ts';
import { type Repository, RepositoryUnreadable } from '#core/ports/source-host.ts';
import { askGitHub, type GitHubOptions } from './ask-github.ts';

const statusesSchema = z.object({
  statuses: z.array(
    z.object({
      id: z.string(),
      context: z.string(),
      state: z.string(),
      target_url: z.optional(z.nullable(z.string())),
    }),
  ),
});
const runsSchema = z.object({
  check_runs: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      conclusion: z.nullable(z.string()),
      app: z.optional(z.nullable(z.object({ id: z.string() }))),
      details_url: z.optional(z.nullable(z.string())),
      html_url: z.optional(z.nullable(z.string())),
    }),
  ),
});

const PER_PAGE = 100;
/** A look goes through so many of each kind: 1,000. Whoever reports more is told so, and never taken for green. */
const MOST_PAGES = 10;
/** All pages together: a look must be over long before its function is. */
const ALL_WITHIN_MS = 10_000;

/**
 * Commit statuses and check runs by GitHub's REST API. The token needs to read commit statuses and checks.
 * https://docs.github.com/en/rest/commits/statuses#get-the-combined-status-for-a-specific-reference (the latest of each context)
 * https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference
 */
export const githubChecks = (options: GitHubOptions): Checks => ({
  async shown(repository, sha) {
    const hurried = { ...options, signal: AbortSignal.timeout(ALL_WITHIN_MS) };
    const commit = `/repositories/${repository.id}/commits/${sha}`;
    const [statuses, runs] = await Promise.all([
      readPages(hurried, repository, `${commit}/status?`, statusesOf),
      readPages(hurried, repository, `${commit}/check-runs?filter=latest&`, runsOf),
    ]);
    return [...statuses, ...runs];
  },
});

async function readPages(
  options: GitHubOptions,
  repository: Repository,
  path: string,
  read: (json: unknown) => ShownCheck[],
): Promise<ShownCheck[]> {
  const found: ShownCheck[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { status, json, next } = await askGitHub(options, repository, `${path}per_page=${PER_PAGE}&page=${page}`);
    if (status >= 300)
      throw new RepositoryUnreadable(
        `GitHub answers ${status} for the checks of the repository ${repository.id} (${repository.name}): let the token in the secret that GITHUB_TOKEN_SECRET names read its commit statuses and checks`,
      );
    const shown = read(json);
    found.push(...shown);
    // A full page is followed by another one, whatever its links say: half of a list must not pass for the whole.
    if (next === undefined && shown.length < PER_PAGE) return found;
  }
  throw new Error(`more than ${MOST_PAGES * PER_PAGE} are reported for one commit`);
}

const statusesOf = (json: unknown): ShownCheck[] =>
  statusesSchema.parse(json).statuses.map(({ id, context, state, target_url }) => ({
    kind: 'status',
    name: context,
    app: '',
    order: Number(id),
    state,
    ...linkOf(target_url),
  }));

const runsOf = (json: unknown): ShownCheck[] =>
  runsSchema.parse(json).check_runs.map(({ id, name, status, conclusion, app, details_url, html_url }) => ({
    kind: 'run',
    name,
    app: app?.id ?? '',
    order: Number(id),
    state: conclusion ?? status,
    ...linkOf(details_url ?? html_url),
  }));

const LINK = /^https?:\/\/[^\s<>"'`\\^{|}\p{Cc}\p{Cf}]{1,200}$/u;

/** Anybody who may report a check writes its link: it is shown to people, so it is one of the web and on one line, or it is none. */
const linkOf = (url: string | null | undefined): { link?: string } => (url && LINK.test(url) ? { link: url } : {});
