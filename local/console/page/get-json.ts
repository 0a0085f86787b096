import { setServerTime } from '#views/server-time.ts';

/** A view of the API, or the sentence that says why not. */
export async function getJson<T>(
  url: string,
): Promise<{ data: T; problem?: never } | { problem: string; data?: never }> {
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    const body = (await response.json()) as T & { now?: number; message?: string };
    if (!response.ok) return { problem: body.message ?? `The console answered ${response.status}.` };
    if (body.now !== undefined) setServerTime(body.now);
    return { data: body };
  } catch (error) {
    return { problem: `The console does not answer: ${(error as Error).message}.` };
  }
}
