const NOBODY = 'no function of this build makes it: people cannot cancel yet';
const TWICE = 'only when preparing is tried again after it was recorded, and the world has changed in between';
const GATE = 'only a stage lets a release expire, and it has arrived there by then';
const TURNED = 'only when turning around could not even be recorded';

/** Legal moves that a few hundred random releases need not reach, and why. Whatever else is not reached is a failure of the generator. */
export const SELDOM: Record<string, string> = {
  'ACCEPTED -> CANCELLED': NOBODY,
  'PREPARING -> CANCELLED': NOBODY,
  'BUILDING -> CANCELLED': NOBODY,
  'WAITING -> CANCELLED': NOBODY,
  'DEPLOYING -> CANCELLING': NOBODY,
  'VERIFYING -> CANCELLING': NOBODY,
  'BAKING -> CANCELLING': NOBODY,
  'CANCELLING -> CANCELLED': NOBODY,
  'CANCELLING -> ROLLBACK_FAILED': NOBODY,
  'CANCELLING -> FAILED': NOBODY,
  'ROLLING_BACK -> SUCCEEDED': NOBODY,
  'ACCEPTED -> EXPIRED': GATE,
  'PREPARING -> EXPIRED': GATE,
  'BUILDING -> EXPIRED': GATE,
  'PREPARING -> SUPERSEDED': TWICE,
  'PREPARING -> STALE': TWICE,
  'PREPARING -> REJECTED': TWICE,
  'PREPARING -> FAILED': 'only when the registry has lost what was built before',
  'BUILDING -> SUPERSEDED': TWICE,
  'BUILDING -> STALE': TWICE,
  'BUILDING -> REJECTED': TWICE,
  'WAITING -> STALE': 'the repository is asked before the build only',
  'DEPLOYING -> FAILED': 'turning around is recorded first',
  'DEPLOYING -> ROLLBACK_FAILED': TURNED,
  'VERIFYING -> ROLLBACK_FAILED': TURNED,
  'BAKING -> ROLLBACK_FAILED': TURNED,
  'VERIFYING -> ROLLING_BACK': 'only when the first look of the bake fails for good',
};
