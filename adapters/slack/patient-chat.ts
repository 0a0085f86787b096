import { type Chat, ChatBusy } from '#core/ports/chat.ts';

interface Patience {
  now(): number;
  sleep(ms: number): Promise<unknown>;
  /** Until when Slack wants quiet: epoch ms. Kept from one call of the function to the next. */
  quiet: { until: number };
  /** For how many ms this call of the function may wait, in all. */
  mostMs: number;
}

/**
 * Sends nothing while Slack wants quiet: waits for it where that fits into the call of the function, and else throws `ChatBusy`
 * without asking Slack, as often as the stream tries. So Slack is asked once for each time that it names.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export function patientChat(chat: Chat, { now, sleep, quiet, mostMs }: Patience): Chat {
  let left = mostMs;
  const patiently = async <T>(send: () => Promise<T>): Promise<T> => {
    for (;;) {
      const rest = quiet.until - now();
      if (rest > left) throw new ChatBusy(rest);
      if (rest > 0) {
        left -= rest;
        await sleep(rest);
      }
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof ChatBusy)) throw error;
        quiet.until = now() + error.quietMs;
      }
    }
  };
  return {
    post: (message, thread) => patiently(() => chat.post(message, thread)),
    update: (message, id) => patiently(() => chat.update(message, id)),
    find: (where, key) => patiently(() => chat.find(where, key)),
  };
}
