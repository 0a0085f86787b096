import { useState } from 'preact/hooks';
import { Chip } from '#views/parts/chip.tsx';
import { Notice, Pending } from '#views/parts/notice.tsx';
import { sayMoment, Took } from '#views/parts/time.tsx';
import { releasePath } from '#views/paths.ts';
import { wordsOf } from '#views/state-words.ts';
import type { ExecutionView as View } from '../../api/views.ts';
import { JsonView } from '../parts/json-view.tsx';
import { EventTable } from './event-table.tsx';
import { GraphTab } from './graph-tab.tsx';
import { TabList } from './tab-list.tsx';
import { TimelineTab } from './timeline-tab.tsx';
import { useExecution } from './use-execution.ts';

type TabName = 'graph' | 'timeline' | 'events' | 'payload';

/** One execution, live: its graph with what each state got and gave, where the time went, its events, and what it got and gave itself. */
export function ExecutionView({ arn, isPage = false }: { arn: string; isPage?: boolean }) {
  const { data, problem } = useExecution(arn);
  const [tab, setTab] = useState<TabName>('graph');
  if (!data) return <Pending problem={problem} />;
  const tabs = [
    { name: 'graph', title: 'Graph' },
    { name: 'timeline', title: 'Timeline' },
    { name: 'events', title: `Events (${data.events.length})` },
    { name: 'payload', title: 'Input and output' },
  ] as const;
  return (
    <section aria-label="Execution">
      <Head view={data} isPage={isPage} />
      {data.error === undefined ? null : (
        <Notice tone="bad">
          <strong>{data.error}</strong> {data.cause}
        </Notice>
      )}
      <TabList label="Views of the execution" tabs={tabs} chosen={tab} choose={setTab} panel="execution-panel" />
      <div id="execution-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Shown tab={tab} view={data} />
      </div>
    </section>
  );
}

function Shown({ tab, view }: { tab: TabName; view: View }) {
  switch (tab) {
    case 'graph':
      return <GraphTab view={view} />;
    case 'timeline':
      return <TimelineTab view={view} />;
    case 'events':
      return <EventTable view={view} />;
    case 'payload':
      return <Payload view={view} />;
    default:
      return tab satisfies never;
  }
}

const Payload = ({ view: { input, output } }: { view: View }) => (
  <div class="payload">
    <section class="panel" aria-labelledby="execution-input">
      <h2 id="execution-input">Input</h2>
      {input === undefined ? (
        <p class="muted">It got none.</p>
      ) : (
        <JsonView label="Input of the execution" text={input} />
      )}
    </section>
    <section class="panel" aria-labelledby="execution-output">
      <h2 id="execution-output">Output</h2>
      {output === undefined ? (
        <p class="muted">It has given none.</p>
      ) : (
        <JsonView label="Output of the execution" text={output} />
      )}
    </section>
  </div>
);

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
