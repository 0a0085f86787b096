import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ChangeFeed } from './change-feed.ts';

const BEAT_MS = 15_000;

/** Server-sent events: `change` with what changed, and a comment now and then so that a dead connection is noticed. */
export function eventStream(context: Context, feed: ChangeFeed): Response {
  return streamSSE(context, async (stream) => {
    const { signal } = context.req.raw;
    await new Promise<void>((resolve) => {
      const unlisten = feed.listen((changes) => {
        void stream.writeSSE({ event: 'change', data: JSON.stringify(changes) });
      });
      const beat = setInterval(() => void stream.write(': still here\n\n'), BEAT_MS);
      const leave = (): void => {
        clearInterval(beat);
        unlisten();
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      stream.onAbort(leave);
      void stream.writeSSE({ event: 'hello', data: '{}', retry: 1_000 });
    });
  });
}
