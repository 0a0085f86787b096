const LARGEST_BODY = 64 * 1024;

/** One GET. Redirects are not followed: the answer of that very URL is what is asked for. No more is read than is looked at. */
export async function ask(url: string, timeoutMs: number): Promise<{ status: number; body: string }> {
  const response = await fetch(url, {
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { 'user-agent': 'bakewatch' },
  });
  return { status: response.status, body: await readStart(response) };
}

async function readStart({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= LARGEST_BODY) break;
  }
  return Buffer.concat(chunks).subarray(0, LARGEST_BODY).toString('utf8');
}
