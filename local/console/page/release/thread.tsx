import { sayClock, sayMoment } from '#views/parts/time.tsx';
import type { ThreadMessage } from '../../api/views.ts';
import { Block } from './slack-block.tsx';

/** The release's thread as Slack shows it. */
export const Thread = ({ messages, channel }: { messages: ThreadMessage[]; channel: string | undefined }) => (
  <section class="panel" aria-labelledby="thread">
    <h2 id="thread">Slack thread {channel ? <span class="muted">{channel}</span> : null}</h2>
    {messages.length === 0 ? (
      <p class="muted">Nothing was said about this release yet.</p>
    ) : (
      <Messages messages={messages} />
    )}
  </section>
);

/** The card at the head of a thread, and what was said below it. */
export const Messages = ({ messages }: { messages: ThreadMessage[] }) => (
  <ol class="thread">
    {messages.map((message, i) => (
      <Message key={message.ts} message={message} isReply={i > 0} />
    ))}
  </ol>
);

function Message({ message, isReply }: { message: ThreadMessage; isReply: boolean }) {
  const at = Number(message.ts) * 1_000;
  return (
    <li class={isReply ? 'message reply' : 'message'}>
      <img class="avatar" src="/icon.svg" alt="" width="36" height="36" />
      <div class="message-body">
        <div class="message-head">
          <strong>Bakewatch</strong> <span class="app-mark">APP</span>{' '}
          <time dateTime={new Date(at).toISOString()} title={sayMoment(at)}>
            {sayClock(at).slice(0, 5)}
          </time>
        </div>
        {message.blocks.length > 0 ? message.blocks.map((block, i) => <Block key={i} block={block} />) : message.text}
        {message.edited ? <span class="muted small">(edited)</span> : null}
      </div>
    </li>
  );
}
