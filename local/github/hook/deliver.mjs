import { keep } from './deliveries.mjs';
import { readSecret, readSettings } from './settings.mjs';
import { signed } from './signed.mjs';

/** So long GitHub, GitLab and Bitbucket wait for an answer. */
const TIME_LIMIT_MS = 10_000;
const KEPT_ANSWER = 4000;

/**
 * Sends a delivery once, signed, and keeps how that went with it.
 * Returns the attempt: `status` and `answer` (the body), or `error` when nobody answered.
 */
export async function deliver(bareDirectory, delivery) {
  const attempt = { at: Date.now(), ...(await post(readSettings(bareDirectory), delivery)) };
  keep(bareDirectory, { ...delivery, attempts: [...delivery.attempts, attempt] });
  return attempt;
}

async function post(settings, { headers, body }) {
  try {
    const response = await fetch(settings.webhookUrl, {
      method: 'POST',
      headers: { ...headers, ...signed(settings.host ?? 'github', readSecret(settings), headers, body) },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    return { status: response.status, answer: (await response.text()).slice(0, KEPT_ANSWER) };
  } catch (error) {
    return { error: String(error.cause?.message ?? error.message) };
  }
}
