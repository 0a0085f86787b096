import { ReleaseList } from '#views/overview/release-list.tsx';
import type { ReleaseHistory } from '#views/read/read-history.ts';
import { Call } from '../call.tsx';
import { MOST_RELEASES } from '../parse-asked.ts';
import { Navigation } from './navigation.tsx';

interface HistoryWidgetProps {
  view: ReleaseHistory;
  service: string | undefined;
  last: number;
}

/** The last releases. */
export const HistoryWidget = ({ view: { releases, hasMore }, service, last }: HistoryWidgetProps) => (
  <>
    <Navigation here="history" service={service} />
    {releases.length === 0 ? (
      <p class="pending">{service ? `${service} has had no release.` : 'There was no release yet.'}</p>
    ) : (
      <ReleaseList service={service} releases={releases} />
    )}
    {hasMore ? (
      <p class="cut">
        There are older ones.{' '}
        {last < MOST_RELEASES ? (
          <Call params={{ show: 'history', last: MOST_RELEASES, ...(service ? { service } : {}) }} display="widget">
            Show {MOST_RELEASES}
          </Call>
        ) : (
          'A widget shows no more: npx bakewatch history has all of them.'
        )}
      </p>
    ) : null}
  </>
);
