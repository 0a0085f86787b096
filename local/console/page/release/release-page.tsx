import { isTerminal } from '#core/release/release.ts';
import type { ReleaseView } from '../../api/views.ts';
import { ExecutionView } from '../execution/execution-view.tsx';
import { Commit } from '../parts/commit.tsx';
import { Pending } from '../parts/notice.tsx';
import { ReleaseChip } from '../parts/release-chip.tsx';
import { Ago, Took } from '../parts/time.tsx';
import { releasePath } from '../route.ts';
import { useResource } from '../use-resource.ts';
import { History } from './history.tsx';
import { Progress } from './progress.tsx';
import { Thread } from './thread.tsx';

interface ReleasePageProps {
  service: string;
  number: number;
  tab: 'release' | 'execution';
}

/** One release: where it stands and why, how it got there, and what was said about it. */
export function ReleasePage({ service, number, tab }: ReleasePageProps) {
  const { data, problem } = useResource<ReleaseView>(
    `/api/releases/${service}/${number}`,
    (change) => change.about === 'messages' || !change.release || change.release === `${service}#${number}`,
  );
  if (!data) return <Pending problem={problem} />;
  const { executionArn } = data.release;
  return (
    <>
      <Head view={data} />
      {tab === 'release' ? <Progress groups={data.progress} /> : null}
      <nav class="tabs" aria-label="Views of this release">
        <Tab href={releasePath(data.release)} isHere={tab === 'release'} name="History" />
        {executionArn ? (
          <Tab href={`${releasePath(data.release)}/execution`} isHere={tab === 'execution'} name="Execution" />
        ) : null}
      </nav>
      {tab === 'execution' && executionArn ? (
        <ExecutionView arn={executionArn} />
      ) : (
        <div class="two-columns">
          <History events={data.events} />
          <Thread messages={data.thread} channel={data.channel} />
        </div>
      )}
    </>
  );
}

const Tab = ({ href, isHere, name }: { href: string; isHere: boolean; name: string }) => (
  <a href={href} {...(isHere ? { 'aria-current': 'page' as const } : {})}>
    {name}
  </a>
);

function Head({ view: { release, links } }: { view: ReleaseView }) {
  const { service, number, state, reason, acceptedAt, endedAt, repositoryName, ref } = release;
  return (
    <header class="release-head">
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href="/">Services</a> <span aria-hidden="true">/</span> {service}
      </nav>
      <div class="release-title">
        <h1>
          {service}
          <span class="number">#{number}</span>
        </h1>
        <ReleaseChip state={state} />
        <span class="muted">
          accepted <Ago at={acceptedAt} />, {isTerminal(state) ? 'took' : 'for'} <Took from={acceptedAt} to={endedAt} />
        </span>
      </div>
      <p class="release-sentence" aria-live="polite">
        {reason}
      </p>
      <div class="release-facts">
        <Commit {...release} />
        <ul class="facts">
          <li>
            <bdi>{repositoryName}</bdi> · <bdi>{ref.replace(/^refs\/heads\//, '')}</bdi>
          </li>
          {links.commit ? (
            <li>
              <a href={links.commit}>Commit</a>
            </li>
          ) : null}
          {links.compare ? (
            <li>
              <a href={links.compare}>Compare</a>
            </li>
          ) : null}
        </ul>
      </div>
    </header>
  );
}
