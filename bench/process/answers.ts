import { setTimeout as after } from 'node:timers/promises';

const ASK_AGAIN_MS = 20;
const LONGEST_MS = 60_000;

/** Resolves when a request is answered with `status`; a process that is only coming up says so by no event. Rejects after a minute. */
export async function answers(url: string, request: RequestInit, status: number): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  let seen = 'no answer';
  while (performance.now() < until) {
    seen = await fetch(url, request).then(
      (response) => String(response.status),
      () => 'no answer',
    );
    if (seen === String(status)) return;
    await after(ASK_AGAIN_MS);
  }
  throw new Error(`${url} should answer ${status}: ${seen}`);
}
