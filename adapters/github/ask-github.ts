import { HostBusy } from '#core/ports/host-busy.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import type { About, Credentials } from './access/credentials.ts';

const TIMEOUT_MS = 8_000;

export interface GitHubOptions {
  /** `https://api.github.com` */
  apiUrl: string;
  /** Public repositories need none. */
  credentials?: Credentials | undefined;
  /** Ends a question before its own time is over. */
  signal?: AbortSignal;
}

export interface GitHubAnswer {
  status: number;
  /** Undefined when the body is no JSON object or list. `id`s are kept as text in `ids` of the reader, see `readJson`. */
  json: unknown;
  /** The path and query of the next page, when there is one. */
  next: string | undefined;
}

/**
 * One question to GitHub's REST API, with what it is asked with for what it is about. Answers with what GitHub said for 2xx, 404, 409
 * and 422. Throws `RepositoryUnreadable` for a refusal that no retry mends (401, 403), `HostBusy` when a rate limit is used up, and a
 * plain error for everything else. Answered with 401 it is asked once more, when there is something else to ask with: a secret that was changed, a new token.
 */
export async function askGitHub(
  { apiUrl, credentials, signal }: GitHubOptions,
  about: About,
  path: string,
  method: 'GET' | 'POST' = 'GET',
  body?: object,
): Promise<GitHubAnswer> {
  const send = (token: string | undefined) => request(`${apiUrl}${path}`, { method, token, body, signal });
  const token = await credentials?.token(about);
  let response = await send(token);
  if (response.status === 401 && token !== undefined) {
    const other = await credentials?.token(about, token);
    if (other !== token) response = await send(other);
  }
  const asked = `${method} ${path.replace(/\?.*$/, '')}`;
  if (isRateLimit(response))
    throw new HostBusy(sayRateLimit(response, asked, token !== undefined), freeAgain(response, Date.now()));
  if (response.status === 401 || response.status === 403)
    throw new RepositoryUnreadable(
      `GitHub answers ${response.status} to ${asked}: ${response.status === 401 ? RENEW : REMEDY}`,
    );
  if (!response.ok && !EXPECTED.has(response.status))
    throw new Error(`GitHub answered ${response.status} to ${asked}.`);
  return { status: response.status, json: readJson(await response.text()), next: nextPage(response, apiUrl) };
}

interface Sent {
  method: 'GET' | 'POST';
  token: string | undefined;
  body: object | undefined;
  signal: AbortSignal | undefined;
}

const request = (url: string, { method, token, body, signal }: Sent): Promise<Response> =>
  fetch(url, {
    method,
    signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
    ...(body ? { body: JSON.stringify(body) } : {}),
    headers: {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'bakewatch',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
  });

const EXPECTED = new Set([404, 409, 422]);

export const REMEDY =
  'give the token or the GitHub App in the secret that GITHUB_TOKEN_SECRET names access to this repository, or mend its id in bakewatch.yaml';

const RENEW =
  'put a token that has not expired, or the private key that the GitHub App has now, into the secret that GITHUB_TOKEN_SECRET names';

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

/** GitHub says when; where it does not, a minute is what it asks for. */
function freeAgain({ headers }: Response, now: number): number {
  const wait = Number(headers.get('retry-after'));
  const reset = headers.get('x-ratelimit-remaining') === '0' ? Number(headers.get('x-ratelimit-reset')) * 1_000 : 0;
  return wait > 0 ? now + wait * 1_000 : Math.max(reset, now + 60_000);
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
