const QUICK = 'it is there for less than a second, in which a person would have to cancel it';
const TWICE = 'only when preparing is tried again after it was recorded, and the world has changed in between';
const GATE = 'only checks and stages let a release expire, and it waits for them by then';
const TURNED = 'only when turning around could not even be recorded';

/** Legal moves that a few hundred random releases need not reach, and why. Whatever else is not reached is a failure of the generator. */
export const SELDOM: Record<string, string> = {
  'ACCEPTED -> CANCELLED': QUICK,
  'PREPARING -> CANCELLED': QUICK,
  'VERIFYING -> CANCELLING': QUICK,
  'CANCELLING -> ROLLBACK_FAILED': 'only when a cancelled release cannot be taken back either',
  'ACCEPTED -> EXPIRED': GATE,
  'CHECKING -> REJECTED': 'nobody is asked for a yes before a stage',
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
