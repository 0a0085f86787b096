import type { Metric } from '#core/metrics.ts';
import { countMetrics } from '#functions/compose/count-metrics.ts';
import type { Sweep } from './sweep.ts';
import type { StageFinding } from './sweep-stages.ts';

/** The log line of a sweep, which CloudWatch turns into metrics. What the sweep did not get to see is not counted. */
export function countSweep(sweep: Sweep, now: number): string {
  const { stages, releases, failures } = sweep;
  const said = {
    level: failures.length > 0 ? 'ERROR' : 'INFO',
    message: 'looked after releases and stages',
    ...(stages ? { stages } : {}),
    ...(releases ? { releases: releases.settled } : {}),
  };
  return countMetrics(countsOf(sweep, now), said, now);
}

function countsOf({ stages, releases, failures }: Sweep, now: number): Partial<Record<Metric, number>> {
  const found = (...wanted: StageFinding[]): number =>
    Object.values(stages ?? {}).filter((finding) => wanted.includes(finding)).length;
  const stuck = (releases?.failures.length ?? 0) + found('overdue', 'still overdue');
  return {
    ...(failures.length === 0 ? { Sweeps: 1 } : {}),
    // Half of them may be enough to know that there are some; to know that there are none takes both halves.
    ...((stages && releases) || stuck > 0 ? { StuckReleases: stuck } : {}),
    ...(stages ? { KeptStages: found('kept') } : {}),
    ...(releases ? { WaitingReleases: releases.waitingSince.length, OldestWaitingSeconds: oldest(releases, now) } : {}),
  };
}

/** Clocks may disagree: nobody has waited for less than no time. */
const oldest = ({ waitingSince }: { waitingSince: number[] }, now: number): number =>
  Math.max(0, ...waitingSince.map((since) => Math.round((now - since) / 1_000)));
