import type { CommitStatus } from '../ports/reports.ts';
import { isTerminal, type Release, type ReleaseState } from '../release/release.ts';
import { sayState } from '../words/say-state.ts';
import { cut } from '../words/say-time.ts';
import { contextOf } from './own-context.ts';

/** https://docs.github.com/en/rest/commits/statuses */
const MOST_CHARACTERS = 140;

/** Anybody's words on one line, as long as a description may be. */
export const described = (text: string): string =>
  cut(
    text
      .toWellFormed()
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim(),
    MOST_CHARACTERS,
  );

/** Found to be bad: failure. Nothing was found, and it did not come to its last stage either: error. */
const ENDED: Partial<Record<ReleaseState, CommitStatus['state']>> = {
  SUCCEEDED: 'success',
  FAILED: 'failure',
  ROLLED_BACK: 'failure',
};

/** What a release says about its commit. `url` is where its execution is shown. */
export function commitStatus(release: Release, url: string | undefined): CommitStatus {
  const { state, reason } = release;
  const { title } = sayState(release, false);
  return {
    context: contextOf(release.service),
    state: isTerminal(state) ? (ENDED[state] ?? 'error') : 'pending',
    description: described(reason ? `${title}: ${reason}` : title),
    ...(url ? { url } : {}),
  };
}
