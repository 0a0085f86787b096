import { useState } from 'preact/hooks';
import { Chip } from '#views/parts/chip.tsx';
import { Notice, Pending } from '#views/parts/notice.tsx';
import { sayMoment, Took } from '#views/parts/time.tsx';
import { releasePath } from '#views/paths.ts';
import { wordsOf } from '#views/state-words.ts';
import type { ExecutionView as View } from '../../api/views.ts';
import { EventTable } from './event-table.tsx';
import { GraphTab } from './graph-tab.tsx';
import { useExecution } from './use-execution.ts';

/** One execution, live: its graph with what each state got and gave, and its events. */
export function ExecutionView({ arn, isPage = false }: { arn: string; isPage?: boolean }) {
  const { data, problem } = useExecution(arn);
  const [tab, setTab] = useState<'graph' | 'events'>('graph');
  if (!data) return <Pending problem={problem} />;
  return (
    <section aria-label="Execution">
      <Head view={data} isPage={isPage} />
      {data.error === undefined ? null : (
        <Notice tone="bad">
          <strong>{data.error}</strong> {data.cause}
        </Notice>
      )}
      <div class="tabs" role="tablist" aria-label="Views of the execution">
        {(['graph', 'events'] as const).map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={tab === name}
            aria-controls="execution-panel"
            onClick={() => setTab(name)}
          >
            {name === 'graph' ? 'Graph' : `Events (${data.events.length})`}
          </button>
        ))}
      </div>
      <div id="execution-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'graph' ? <GraphTab view={data} /> : <EventTable view={data} />}
      </div>
    </section>
  );
}

function Head({ view, isPage }: { view: View; isPage: boolean }) {
  const { name, status, startedAt, stoppedAt, release, arn } = view;
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <header class="execution-head">
      <Heading>{name}</Heading>
      <span role="status">
        <Chip {...wordsOf(status)} isMoving={status === 'RUNNING'} />
      </span>
      <span class="muted">
        started {sayMoment(startedAt)}, {stoppedAt === undefined ? 'for' : 'took'}{' '}
        <Took from={startedAt} to={stoppedAt} />
      </span>
      {isPage && release ? (
        <a href={releasePath(release)}>
          {release.service}#{release.number}
        </a>
      ) : null}
      <code class="arn">{arn}</code>
    </header>
  );
}
