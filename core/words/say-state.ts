import { type Release, type ReleaseState, releaseId } from '../release/release.ts';

/** How a state is said, and the mark beside it; `in` and `for` stand before the stage. */
const SAID: Record<ReleaseState, { mark: string; words: string; before?: string }> = {
  ACCEPTED: { mark: ':ship:', words: 'accepted' },
  CHECKING: { mark: ':double_vertical_bar:', words: 'waiting for its checks' },
  PREPARING: { mark: ':ship:', words: 'preparing' },
  BUILDING: { mark: ':hammer_and_wrench:', words: 'building' },
  WAITING: { mark: ':double_vertical_bar:', words: 'waiting', before: 'for' },
  DEPLOYING: { mark: ':ship:', words: 'deploying', before: 'to' },
  VERIFYING: { mark: ':mag:', words: 'verifying', before: 'in' },
  BAKING: { mark: ':hourglass_flowing_sand:', words: 'baking', before: 'in' },
  ROLLING_BACK: { mark: ':rewind:', words: 'rolling back', before: 'in' },
  CANCELLING: { mark: ':rewind:', words: 'cancelling', before: 'in' },
  SUCCEEDED: { mark: ':white_check_mark:', words: 'succeeded', before: 'in' },
  FAILED: { mark: ':x:', words: 'failed', before: 'in' },
  ROLLED_BACK: { mark: ':rewind:', words: 'rolled back', before: 'in' },
  ROLLBACK_FAILED: { mark: ':rotating_light:', words: 'rollback failed', before: 'in' },
  SUPERSEDED: { mark: ':fast_forward:', words: 'superseded' },
  CANCELLED: { mark: ':black_square_for_stop:', words: 'cancelled' },
  REJECTED: { mark: ':no_entry:', words: 'rejected' },
  STALE: { mark: ':wastebasket:', words: 'stale' },
  EXPIRED: { mark: ':alarm_clock:', words: 'expired' },
};

/** `hello#2 baking in production`, and its mark. */
export function sayState(
  release: Pick<Release, 'service' | 'number' | 'state' | 'stage' | 'emergency'>,
  passed = false,
): { mark: string; title: string } {
  const { mark, words, before } = SAID[release.state];
  const where = release.stage && before ? ` ${before} ${release.stage}` : '';
  const stand = passed && release.stage ? `passed ${release.stage}` : `${words}${where}`;
  const loud = release.emergency?.isInForce ? 'EMERGENCY ' : '';
  return { mark, title: `${loud}${releaseId(release)} ${stand}` };
}
