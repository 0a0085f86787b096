import type { EventKind } from '../ledger/items.ts';

/**
 * What happens on the way and is followed at once by what is worth showing: that a stage was entered stands for its deployment, the end of a
 * bake for its verdict. Half of a good release's events, and each report costs reads, writes and a call.
 */
export const PASSING_KINDS: readonly EventKind[] = [
  'build-started',
  'artifact',
  'arrived',
  'deploying',
  'verified',
  'verdict',
  'migrated',
  'refused',
];
