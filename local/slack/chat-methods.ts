import { blockMistakes } from './block-limits.ts';
import { channelId, type MessageStore, type SlackMessage } from './message-store.ts';
import type { Arguments } from './read-arguments.ts';

/** What a Web API method answers; `ok: false` goes out with HTTP 200 too. */
export type SlackAnswer = { ok: true; [key: string]: unknown } | { ok: false; error: string; [key: string]: unknown };

export type Method = (given: Arguments) => SlackAnswer;

const refuse = (error: string, messages?: string[]): SlackAnswer =>
  messages ? { ok: false, error, errors: messages, response_metadata: { messages } } : { ok: false, error };

const KNOWN = {
  post: ['channel', 'text', 'blocks', 'thread_ts', 'unfurl_links', 'unfurl_media', 'mrkdwn', 'token'],
  update: ['channel', 'ts', 'text', 'blocks', 'token'],
};

/** auth.test and the chat.* methods a bot needs: https://docs.slack.dev/reference/methods */
export function chatMethods(
  store: MessageStore,
  url: () => string,
  changed: (message: SlackMessage) => void,
): Record<string, Method> {
  return {
    'auth.test': () => ({
      ok: true,
      url: `${url()}/`,
      team: 'One machine',
      user: 'bakewatch',
      team_id: 'T0000000001',
      user_id: 'U0000000001',
      bot_id: 'B0000000001',
    }),
    'chat.postMessage': (given) => {
      const refused = unknownArgument(given, KNOWN.post) ?? contentMistake(given) ?? threadMistake(store, given);
      if (refused) return refused;
      const channelName = String(given['channel']);
      const threadTs = text(given['thread_ts']);
      const message = store.add({ channel: channelId(channelName), channelName, threadTs, ...contentOf(given) });
      changed(message);
      return { ok: true, channel: message.channel, ts: message.ts, message: view(message) };
    },
    'chat.update': (given) => {
      const refused = unknownArgument(given, KNOWN.update) ?? contentMistake(given);
      if (refused) return refused;
      const { text: newText, blocks } = contentOf(given);
      // Blocks that are not given stay; an empty list takes them away (chat.update's own rule).
      const content = given['blocks'] === undefined ? { text: newText } : { text: newText, blocks };
      const message = store.edit(channelId(String(given['channel'])), String(given['ts']), content);
      if (!message) return refuse('message_not_found');
      changed(message);
      const { channel, ts } = message;
      return { ok: true, channel, ts, text: message.text, message: view(message) };
    },
    'chat.getPermalink': (given) => {
      const message = store.find(channelId(String(given['channel'] ?? '')), String(given['message_ts'] ?? ''));
      if (!message) return refuse('message_not_found');
      const { channel, ts, threadTs } = message;
      const thread = threadTs ? `?thread_ts=${threadTs}&cid=${channel}` : '';
      return { ok: true, channel, permalink: `${url()}/archives/${channel}/p${ts.replace('.', '')}${thread}` };
    },
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Slack ignores what it does not know; a stand-in that did so would hide what it cannot do. */
function unknownArgument(given: Arguments, known: string[]): SlackAnswer | undefined {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  return refuse('invalid_arguments', [`[ERROR] ${unknown} is not supported by Slack on one machine`]);
}

/** https://docs.slack.dev/changelog/2018-truncating-really-long-messages: 40,000 characters of text. */
const LONGEST_TEXT = 40_000;

function contentMistake(given: Arguments): SlackAnswer | undefined {
  if (!text(given['channel'])) return refuse('channel_not_found');
  const content = text(given['text']);
  if (!(content || given['blocks'])) return refuse('no_text');
  if (content && content.length > LONGEST_TEXT) return refuse('msg_too_long');
  const mistakes = given['blocks'] === undefined ? [] : blockMistakes(given['blocks']);
  return mistakes.length > 0 ? refuse('invalid_blocks', mistakes) : undefined;
}

function threadMistake(store: MessageStore, given: Arguments): SlackAnswer | undefined {
  const thread = text(given['thread_ts']);
  if (!thread || store.find(channelId(String(given['channel'])), thread)) return undefined;
  return refuse('thread_not_found');
}

const contentOf = (given: Arguments): Pick<SlackMessage, 'text' | 'blocks'> => ({
  text: text(given['text']) ?? '',
  blocks: (given['blocks'] ?? []) as Record<string, unknown>[],
});

const view = (message: SlackMessage): object => ({
  type: 'message',
  user: 'U0000000001',
  bot_id: 'B0000000001',
  ts: message.ts,
  text: message.text,
  blocks: message.blocks,
  ...(message.threadTs && { thread_ts: message.threadTs }),
  ...(message.editedTs && { edited: { user: 'B0000000001', ts: message.editedTs } }),
});
