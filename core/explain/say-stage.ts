import { sayBlockers } from '../admission/blockers.ts';
import { sayDuration } from '../config/duration.ts';
import type { ReleaseState } from '../release/release.ts';
import { sayMoment } from '../words/say-time.ts';
import type { StagePosition } from './explanation.ts';

/** What a commit does in a stage, as the end of a sentence that begins with its release: `waits for production: ...`. */
export function sayStage(stage: string, position: StagePosition, now: number): string {
  switch (position.kind) {
    case 'there':
      return `is in ${stage} since ${sayMoment(position.since)}${position.adopted ? ', but a person has adopted what was deployed over it by hand' : ''}`;
    case 'moving':
      return sayMoving(stage, position, now);
    case 'waiting':
      return position.blockers.length > 0
        ? `waits for ${stage}: ${sayBlockers(position.blockers)}`
        : `waits for ${stage}, where nothing is known to be in its way: it looks again within ${sayDuration(position.looksWithin)}`;
    case 'ahead':
      return position.blockers
        ? `waits for its checks before it is built: ${sayBlockers(position.blockers)}`
        : `${sayWhere(position)} and has not reached ${stage} yet`;
    case 'left':
      return `was in ${stage} until ${sayMoment(position.until)}: ${position.by}`;
    case 'ended':
      return `${sayEnd(position.state)} ${position.entered ? 'in' : 'before it entered'} ${stage} at ${sayMoment(position.at)}: ${position.reason}`;
    case 'never':
      return sayNever(stage, position);
    default:
      return position satisfies never;
  }
}

function sayMoving(stage: string, position: Extract<StagePosition, { kind: 'moving' }>, now: number): string {
  const { state, bakesUntil, verdict, since, rollback } = position;
  const seen = verdict ? ` (${verdict})` : '';
  const why = rollback ? `: ${rollback}` : '';
  switch (state) {
    case 'BAKING':
      return `bakes in ${stage} ${sayBakesUntil(bakesUntil, now, since)}${seen}`;
    case 'VERIFYING':
      return `is deployed to ${stage} and being tested`;
    case 'ROLLING_BACK':
      return `is being taken out of ${stage} again since ${sayMoment(since)}${why}`;
    case 'CANCELLING':
      return `was cancelled, and ${stage} is being made safe${why}`;
    default:
      return `is being deployed to ${stage} since ${sayMoment(since)}`;
  }
}

function sayBakesUntil(until: number | undefined, now: number, since: number): string {
  if (until === undefined) return `since ${sayMoment(since)}`;
  return until > now ? `until ${sayMoment(until)} at the earliest` : `since ${sayMoment(since)}, longer than planned`;
}

function sayNever(stage: string, { runs, isUnsure }: Extract<StagePosition, { kind: 'never' }>): string {
  if (!runs) return `never came to ${stage}, where nothing runs yet`;
  return isUnsure
    ? `is not known to have come to ${stage}: whether ${runs}, which runs there, has it could not be asked`
    : `never came to ${stage}, where ${runs} runs`;
}

const sayWhere = ({ state, at, reason }: Extract<StagePosition, { kind: 'ahead' }>): string =>
  DOING[state] ?? (at ? `is on its way (at ${at}: ${reason})` : 'is on its way');

const DOING: Partial<Record<ReleaseState, string>> = {
  ACCEPTED: 'was accepted',
  PREPARING: 'is being prepared',
  BUILDING: 'is being built',
};

/** How a release ended, as the end of a sentence. */
export const sayEnd = (state: ReleaseState): string => ENDED[state] ?? `ended ${state}`;

const ENDED: Partial<Record<ReleaseState, string>> = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  ROLLED_BACK: 'was rolled back',
  ROLLBACK_FAILED: 'could not be rolled back',
  SUPERSEDED: 'was superseded',
  CANCELLED: 'was cancelled',
  REJECTED: 'was rejected',
  STALE: 'went stale',
  EXPIRED: 'expired',
};
