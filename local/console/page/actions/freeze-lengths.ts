const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** For how long a person may freeze from the page; without `ms`: until somebody lifts it. */
export const FREEZE_LENGTHS: readonly { say: string; ms?: number }[] = [
  { say: 'until somebody lifts it' },
  { say: '1 hour', ms: HOUR },
  { say: '4 hours', ms: 4 * HOUR },
  { say: '12 hours', ms: 12 * HOUR },
  { say: '1 day', ms: DAY },
  { say: '3 days', ms: 3 * DAY },
  { say: '7 days', ms: 7 * DAY },
];
