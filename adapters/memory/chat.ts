import type { Chat, ChatMessage } from '#core/ports/chat.ts';

export interface PostedMessage {
  timestamp: string;
  /** The message it replies to. */
  thread: string | undefined;
  message: ChatMessage;
}

export interface MemoryChat extends Chat {
  /** Every message as it reads now, in the order in which they were posted. */
  messages(): PostedMessage[];
  /** Every call fails with this until it is taken back (undefined). */
  break(error: Error | undefined): void;
}

/** Slack in memory. */
export function memoryChat(): MemoryChat {
  const posted: PostedMessage[] = [];
  let broken: Error | undefined;
  const assertWorks = (): void => {
    if (broken) throw broken;
  };
  return {
    async post(message, thread) {
      assertWorks();
      const timestamp = `1800000000.${String(posted.length + 1).padStart(6, '0')}`;
      posted.push({ timestamp, thread, message: structuredClone(message) });
      return timestamp;
    },
    async update(message, timestamp) {
      assertWorks();
      const known = posted.find((p) => p.timestamp === timestamp && p.message.channel === message.channel);
      if (!known) throw new Error('An API error occurred: message_not_found');
      known.message = structuredClone(message);
    },
    async find({ channel, thread }, key) {
      assertWorks();
      const found = posted.find(
        (p) => p.thread === thread && p.message.channel === channel && p.message.blocks[0]?.block_id === key,
      );
      return found?.timestamp;
    },
    messages: () => structuredClone(posted),
    break(error) {
      broken = error;
    },
  };
}
