import { RepositoryUnreadable } from '#core/ports/source-host.ts';

export interface RestOptions {
  /** What it is called in messages: `GitLab`. */
  host: string;
  url: string;
  headers: Record<string, string>;
  /** What mends a refusal that no retry does. */
  remedy: string;
  timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 8_000;
/** Not there, or not to be understood: what that means depends on the question. */
const EXPECTED = new Set([400, 404]);

/**
 * One question to a host's REST API: its JSON, or undefined for 400 and 404. Throws `RepositoryUnreadable` for 401 and 403, and a plain
 * error for everything else, limits above all. Redirects are not followed: the token goes nowhere else.
 */
export async function askRest({ host, url, headers, remedy, timeoutMs = TIMEOUT_MS }: RestOptions): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/json', 'user-agent': 'bakewatch', ...headers },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const asked = `GET ${new URL(url).pathname}`;
  if (response.ok) return response.json();
  await response.body?.cancel();
  if (EXPECTED.has(response.status)) return undefined;
  if (response.status === 401 || response.status === 403)
    throw new RepositoryUnreadable(`${host} answers ${response.status} to ${asked}: ${remedy}`);
  if (response.status === 429) throw new Error(`${host}'s rate limit is used up, asked for ${asked}.`);
  throw new Error(`${host} answered ${response.status} to ${asked}.`);
}
