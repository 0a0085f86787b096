import { WebClient } from '@slack/web-api';
import type { Chat } from '#core/ports/chat.ts';

/** Slack's Web API. Few retries: the stream that calls us retries longer than a function may wait. */
export function slackChat(options: { token: string; apiUrl?: string }): Chat {
  const client = new WebClient(options.token, {
    ...(options.apiUrl ? { slackApiUrl: options.apiUrl } : {}),
    retryConfig: { retries: 1 },
    rejectRateLimitedCalls: true,
    timeout: 5_000,
  });
  return {
    async post({ channel, text, blocks }, thread) {
      const posted = await client.chat.postMessage({
        channel,
        text,
        blocks: blocks as never,
        unfurl_links: false,
        ...(thread ? { thread_ts: thread } : {}),
      });
      return posted.ts ?? '';
    },
    async update({ channel, text, blocks }, ts) {
      await client.chat.update({ channel, ts, text, blocks: blocks as never });
    },
  };
}
