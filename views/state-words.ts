import type { ReleaseState } from '#core/release/release.ts';

/** How a state looks; the word beside the colour always says it too. */
export type Tone = 'good' | 'bad' | 'busy' | 'waiting' | 'quiet';

const RELEASE_WORDS: Readonly<Record<ReleaseState, { word: string; tone: Tone }>> = {
  ACCEPTED: { word: 'Accepted', tone: 'busy' },
  CHECKING: { word: 'Waiting for checks', tone: 'waiting' },
  PREPARING: { word: 'Preparing', tone: 'busy' },
  BUILDING: { word: 'Building', tone: 'busy' },
  WAITING: { word: 'Waiting', tone: 'waiting' },
  DEPLOYING: { word: 'Deploying', tone: 'busy' },
  VERIFYING: { word: 'Verifying', tone: 'busy' },
  BAKING: { word: 'Baking', tone: 'busy' },
  ROLLING_BACK: { word: 'Rolling back', tone: 'bad' },
  CANCELLING: { word: 'Cancelling', tone: 'bad' },
  SUCCEEDED: { word: 'Succeeded', tone: 'good' },
  FAILED: { word: 'Failed', tone: 'bad' },
  ROLLED_BACK: { word: 'Rolled back', tone: 'bad' },
  ROLLBACK_FAILED: { word: 'Rollback failed', tone: 'bad' },
  SUPERSEDED: { word: 'Superseded', tone: 'quiet' },
  CANCELLED: { word: 'Cancelled', tone: 'quiet' },
  REJECTED: { word: 'Rejected', tone: 'quiet' },
  STALE: { word: 'Stale', tone: 'quiet' },
  EXPIRED: { word: 'Expired', tone: 'quiet' },
};

/** The word and tone of a release's state. A later version may have kept one that is new to us: its name says what it is. */
export const releaseWords = (state: string): { word: string; tone: Tone } =>
  (RELEASE_WORDS as Record<string, { word: string; tone: Tone }>)[state] ?? { word: spelled(state), tone: 'busy' };

/** `ROLLING_BACK` -> `Rolling back` */
function spelled(state: string): string {
  const words = state.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const EXECUTION_WORDS: Readonly<Record<string, { word: string; tone: Tone }>> = {
  RUNNING: { word: 'Running', tone: 'busy' },
  SUCCEEDED: { word: 'Succeeded', tone: 'good' },
  FAILED: { word: 'Failed', tone: 'bad' },
  TIMED_OUT: { word: 'Timed out', tone: 'bad' },
  ABORTED: { word: 'Aborted', tone: 'quiet' },
  OK: { word: 'OK', tone: 'good' },
  ALARM: { word: 'In alarm', tone: 'bad' },
  INSUFFICIENT_DATA: { word: 'Insufficient data', tone: 'waiting' },
};

/** The word and tone of an execution's status or an alarm's state; whatever is new to us is shown as it is. */
export const wordsOf = (status: string): { word: string; tone: Tone } =>
  EXECUTION_WORDS[status] ?? { word: status, tone: 'quiet' };
