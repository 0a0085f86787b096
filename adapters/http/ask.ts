const LARGEST_BODY = 64 * 1024;

/** One GET. Redirects are not followed: the answer of that very URL is what is asked for. */
export async function ask(url: string, timeoutMs: number): Promise<{ status: number; body: string }> {
  const response = await fetch(url, {
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { 'user-agent': 'bakewatch' },
  });
  return { status: response.status, body: (await response.text()).slice(0, LARGEST_BODY) };
}
