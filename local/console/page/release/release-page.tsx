import { Pending } from '#views/parts/notice.tsx';
import { releasePath } from '#views/paths.ts';
import { History } from '#views/release/history.tsx';
import { Progress } from '#views/release/progress.tsx';
import { ReleaseHead } from '#views/release/release-head.tsx';
import type { ReleaseActions, ReleaseAnswer } from '../../api/views.ts';
import { OfferButtons } from '../actions/offer-buttons.tsx';
import { ExecutionView } from '../execution/execution-view.tsx';
import { useResource } from '../use-resource.ts';
import { Bakes } from './bakes.tsx';
import { Thread } from './thread.tsx';

interface ReleasePageProps {
  service: string;
  number: number;
  tab: 'release' | 'execution';
}

/** One release: where it stands and why, how it got there, and what was said about it. */
export function ReleasePage({ service, number, tab }: ReleasePageProps) {
  const { data, problem } = useResource<ReleaseAnswer>(
    `/api/releases/${service}/${number}`,
    (change) => change.about === 'messages' || !change.release || change.release === `${service}#${number}`,
  );
  // What can be done hangs on its stage, and so on others that are there.
  const actions = useResource<ReleaseActions>(
    `/api/releases/${service}/${number}/actions`,
    (change) => change.about === 'ledger',
  ).data;
  if (!data) return <Pending problem={problem} />;
  const { executionArn } = data.release;
  return (
    <>
      <ReleaseHead
        view={data}
        crumbs={
          <nav class="crumbs" aria-label="Breadcrumb">
            <a href="/">Services</a> <span aria-hidden="true">/</span> {service}
          </nav>
        }
      />
      <OfferButtons offers={actions?.offers ?? []} about={`${service}#${number}`} />
      {tab === 'release' ? <Progress groups={data.progress} /> : null}
      <nav class="tabs" aria-label="Views of this release">
        <Tab href={releasePath(data.release)} isHere={tab === 'release'} name="Release" />
        {executionArn ? (
          <Tab href={`${releasePath(data.release)}/execution`} isHere={tab === 'execution'} name="Execution" />
        ) : null}
      </nav>
      {tab === 'execution' && executionArn ? (
        <ExecutionView arn={executionArn} />
      ) : (
        <div class="two-columns">
          <Bakes release={data.release} />
          <div class="column">
            <History events={data.events} />
            <Thread messages={data.thread} channel={data.channel} />
          </div>
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
