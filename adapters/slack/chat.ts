import { ErrorCode, LogLevel, WebClient } from '@slack/web-api';
import { type Chat, ChatBusy, ChatRefused } from '#core/ports/chat.ts';

export interface SlackOptions {
  /** The bot's; `again`: the one that it gave was refused, so it may have been changed. */
  token: (asked?: { again: boolean }) => Promise<string>;
  /** Absent: Slack's own. */
  apiUrl?: string;
}

/**
 * Slack's Web API. Few retries: the stream that calls us retries longer than a function may wait. Needs the scope
 * `chat:write`; with `channels:history` a message is never posted twice, without it at most once more after a crash.
 */
export function slackChat({ token, apiUrl }: SlackOptions): Chat {
  const client = new WebClient(undefined, {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 1 },
    rejectRateLimitedCalls: true,
    timeout: 5_000,
  });

  /** Once more with another token, when the secret has one by now. */
  async function withToken<T>(call: (token: string) => Promise<T>): Promise<T> {
    const known = await token();
    try {
      return await call(known);
    } catch (error) {
      if (!REFUSES_TOKEN.has(codeOf(error))) throw error;
      const other = await token({ again: true });
      if (other === known) throw tokenRefused(error);
      return await call(other).catch((again: unknown) => {
        throw REFUSES_TOKEN.has(codeOf(again)) ? tokenRefused(again) : again;
      });
    }
  }

  return {
    async post({ channel, text, blocks }, thread) {
      const message = {
        channel,
        text,
        blocks: blocks as never,
        unfurl_links: false,
        ...(thread ? { thread_ts: parseId(thread, channel).ts } : {}),
      };
      const posted = await unlessFinal(withToken((by) => client.chat.postMessage({ ...message, token: by })));
      return toId(posted.channel ?? channel, posted.ts ?? '');
    },
    async update({ channel, text, blocks }, id) {
      const message = { ...parseId(id, channel), text, blocks: blocks as never };
      await unlessFinal(withToken((by) => client.chat.update({ ...message, token: by })));
    },
    async find({ channel, thread, since }, key) {
      const oldest = String(Math.floor((since - SKEW_MS) / 1_000));
      try {
        if (!thread) {
          const wanted = { channel, oldest, limit: PAGE };
          const { messages = [] } = await withToken((by) => client.conversations.history({ ...wanted, token: by }));
          return idOf(channel, messages as SlackMessage[], key);
        }
        const head = parseId(thread, channel);
        const wanted = { ...head, oldest, limit: PAGE };
        const { messages = [] } = await withToken((by) => client.conversations.replies({ ...wanted, token: by }));
        return idOf(head.channel, messages as SlackMessage[], key);
      } catch (error) {
        if (CANNOT_READ.has(codeOf(error))) return undefined;
        throw busyOr(error);
      }
    },
  };
}

/** About the token, and nothing else. https://docs.slack.dev/reference/methods/chat.postMessage */
const REFUSES_TOKEN = new Set(['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive']);

const tokenRefused = (cause: unknown): Error =>
  new Error(
    `Slack refuses the token in the secret that SLACK_TOKEN_SECRET names (${codeOf(cause)}): put in the one that the app has now, OAuth & Permissions, Bot User OAuth Token`,
    { cause },
  );

const codeOf = (error: unknown): string => String((error as { data?: { error?: unknown } }).data?.error);

async function unlessFinal<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    if (FINAL.has(codeOf(cause))) throw new ChatRefused(`Slack refused a message: ${codeOf(cause)}`, { cause });
    throw busyOr(cause);
  }
}

/** What Slack says when it is too much, as the port has it. */
function busyOr(cause: unknown): unknown {
  const { code, retryAfter } = cause as { code?: unknown; retryAfter?: unknown };
  if (code !== ErrorCode.RateLimitedError) return cause;
  return new ChatBusy(Number(retryAfter) * 1_000 || LEAST_QUIET_MS, { cause });
}

/** When Slack says that it is too much, and not for how long. */
const LEAST_QUIET_MS = 1_000;

/** About this message or its channel, and not about the moment. https://docs.slack.dev/reference/methods/chat.postMessage */
const FINAL = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'message_not_found',
  'thread_not_found',
  'cant_update_message',
  'edit_window_closed',
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
]);

/** Enough for a thread of ours, and for what a channel says between an attempt and its retry. */
const PAGE = 200;

/** Our clock and Slack's may differ by so much. */
const SKEW_MS = 15 * 60_000;

/** Slack answered that we may not or cannot read there: then nobody knows, and the message is posted again. */
const CANNOT_READ = new Set([
  'missing_scope',
  'unknown_method',
  'channel_not_found',
  'not_in_channel',
  'thread_not_found',
  'not_allowed_token_type',
]);

interface SlackMessage {
  ts?: string;
  blocks?: { block_id?: string }[];
}

function idOf(channel: string, messages: SlackMessage[], key: string): string | undefined {
  const found = messages.find(({ blocks }) => blocks?.[0]?.block_id === key);
  return found?.ts ? toId(channel, found.ts) : undefined;
}

/** `C0123456789/1700000000.000100`. Posting takes a channel's name, updating only Slack's id of it: so the id holds it. */
const toId = (channel: string, ts: string): string => `${channel}/${ts}`;

function parseId(id: string, fallback: string): { channel: string; ts: string } {
  const slash = id.indexOf('/');
  return slash === -1 ? { channel: fallback, ts: id } : { channel: id.slice(0, slash), ts: id.slice(slash + 1) };
}
