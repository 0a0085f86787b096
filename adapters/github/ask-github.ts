import { RepositoryUnreadable } from '#core/ports/source-host.ts';

const TIMEOUT_MS = 8_000;

export interface GitHubOptions {
  /** `https://api.github.com` */
  apiUrl: string;
  /** Read anew for every question, as it may be rotated. Public repositories need none. */
  token?: (() => Promise<string>) | undefined;
}

export interface GitHubAnswer {
  status: number;
  /** Undefined when the body is no JSON object or list. `id`s are kept as text in `ids` of the reader, see `readJson`. */
  json: unknown;
  /** The path and query of the next page, when there is one. */
  next: string | undefined;
}

/**
 * One question to GitHub's REST API. Answers with what GitHub said for 2xx, 404, 409 and 422. Throws `RepositoryUnreadable` for a
 * refusal that no retry mends (401, 403), and a plain error for everything else, rate limits above all.
 */
export async function askGitHub(
  { apiUrl, token }: GitHubOptions,
  path: string,
  method: 'GET' | 'POST' = 'GET',
): Promise<GitHubAnswer> {
  const secret = await token?.();
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'bakewatch',
      ...(secret ? { authorization: `Bearer ${secret}` } : {}),
    },
  });
  const asked = `${method} ${path.replace(/\?.*$/, '')}`;
  if (isRateLimit(response)) throw new Error(sayRateLimit(response, asked, secret !== undefined));
  if (response.status === 401 || response.status === 403)
    throw new RepositoryUnreadable(`GitHub answers ${response.status} to ${asked}: ${REMEDY}`);
  if (!response.ok && !EXPECTED.has(response.status))
    throw new Error(`GitHub answered ${response.status} to ${asked}.`);
  return { status: response.status, json: readJson(await response.text()), next: nextPage(response, apiUrl) };
}

const EXPECTED = new Set([404, 409, 422]);

export const REMEDY =
  'give the token in the secret that GITHUB_TOKEN_SECRET names access to this repository, or mend its id in bakewatch.yaml';

/** Both kinds of limit: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const isRateLimit = ({ status, headers }: Response): boolean =>
  status === 429 || (status === 403 && (headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after')));

function sayRateLimit({ headers }: Response, asked: string, hasToken: boolean): string {
  const reset = Number(headers.get('x-ratelimit-reset'));
  const until = reset > 0 ? ` until ${new Date(reset * 1_000).toISOString()}` : '';
  const remedy = hasToken
    ? ''
    : ': without a token it answers 60 questions an hour, with one (GITHUB_TOKEN_SECRET) 5,000';
  return `GitHub's rate limit is used up${until}, asked for ${asked}${remedy}.`;
}

/** `id`s become text: those of deliveries are larger than a double holds exactly. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text, (key: string, value: unknown, ...[context]: { source?: string }[]) =>
      key === 'id' && typeof value === 'number' ? (context?.source ?? String(value)) : value,
    );
  } catch {
    return undefined;
  }
}

/** Only a page of the API that was asked: the token goes nowhere else. */
function nextPage({ headers }: Response, apiUrl: string): string | undefined {
  const url = /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1];
  return url?.startsWith(`${apiUrl}/`) ? url.slice(apiUrl.length) : undefined;
}
