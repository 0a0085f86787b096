import { Pending } from '#views/parts/notice.tsx';
import type { ThreadsView } from '../../api/views.ts';
import { Messages } from '../release/thread.tsx';
import { useResource } from '../use-resource.ts';

/** What this machine's Slack was sent, the newest thread first. */
export function SlackPage() {
  const { data, problem } = useResource<ThreadsView>('/api/threads', (change) => change.about === 'messages');
  if (!data) return <Pending problem={problem} />;
  return (
    <>
      <header class="page-head">
        <h1>Slack inbox</h1>
      </header>
      {data.threads.length === 0 ? <p class="muted">Nothing was said yet.</p> : null}
      <div class="threads">
        {data.threads.map(({ channel, title, thread }, i) => (
          <section class="panel" key={thread[0]?.ts} aria-labelledby={`thread-${i}`}>
            <h2 id={`thread-${i}`}>
              {channel} <span class="muted">{title}</span>
            </h2>
            <Messages messages={thread} />
          </section>
        ))}
      </div>
    </>
  );
}
