import { createHmac } from 'node:crypto';
import { keep } from './deliveries.mjs';
import { readSecret, readSettings } from './settings.mjs';

/** GitHub waits 10 s for an answer. */
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
    const signature = createHmac('sha256', readSecret(settings)).update(body).digest('hex');
    const response = await fetch(settings.webhookUrl, {
      method: 'POST',
      headers: { ...headers, 'X-Hub-Signature-256': `sha256=${signature}` },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    return { status: response.status, answer: (await response.text()).slice(0, KEPT_ANSWER) };
  } catch (error) {
    return { error: String(error.cause?.message ?? error.message) };
  }
}
