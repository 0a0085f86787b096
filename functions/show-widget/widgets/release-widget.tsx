import type { Pages } from '#functions/steps/console-pages.ts';
import { History } from '#views/release/history.tsx';
import { Progress } from '#views/release/progress.tsx';
import { ReleaseHead } from '#views/release/release-head.tsx';
import { Verdicts } from '#views/release/verdicts.tsx';
import type { ReleaseView } from '#views/views.ts';

/** The newest of them: a release that waited long has hundreds. */
const MOST_EVENTS = 100;

/** One release: where it stands and why, its verdicts, and how it got there. */
export function ReleaseWidget({ view, pages }: { view: ReleaseView; pages: Pick<Pages, 'execution'> }) {
  const { release, progress, verdicts, events } = view;
  const execution = release.executionArn ? { execution: pages.execution(release.executionArn) } : {};
  const left = Math.max(0, events.length - MOST_EVENTS);
  return (
    <>
      <ReleaseHead view={{ release, links: { ...view.links, ...execution } }} />
      <Progress groups={progress} />
      <Verdicts verdicts={verdicts} />
      <History events={events.slice(-MOST_EVENTS)} />
      {left > 0 ? <p class="cut">{left} earlier events are not shown: npx bakewatch history has all of them.</p> : null}
    </>
  );
}
