import type { StoredRelease, Unreported } from '#core/ledger/items.ts';
import { releaseId } from '#core/release/release.ts';
import { countMetrics } from '#functions/compose/count-metrics.ts';
import { pause } from './pause.ts';
import type { ReportPorts } from './ports.ts';
import { leaveTurn } from './turn.ts';

/** Whoever wants to know by then has looked elsewhere. */
const LONGEST_MS = 3 * 24 * 60 * 60_000;

/** Leaves a release for later, or gives it up after three days, which is counted. */
export async function postpone(ports: ReportPorts, release: StoredRelease, error: Error): Promise<'later'> {
  const until = await pause(ports, release.repositoryId, error);
  let isGivenUp = false;
  await leaveTurn(ports, release, (note: Unreported) => {
    isGivenUp = ports.now() - note.since >= LONGEST_MS;
    return isGivenUp ? undefined : { ...note, tries: note.tries + 1, nextAt: until, why: error.message };
  });
  if (isGivenUp) ports.log(countGivenUp(releaseId(release), error.message, ports.now()));
  return 'later';
}

/** The log line that counts a release which the host will not show as it ended: an alarm watches the count. */
export const countGivenUp = (release: string, why: string, now: number): string =>
  countMetrics(
    { GivenUpReports: 1 },
    { level: 'ERROR', message: `${release} is given up after three days: ${why}` },
    now,
  );
