const NARROWEST = 80;
const WIDEST = 120;

/** Where nobody looks at a terminal. */
const UNKNOWN = 100;

/** How many characters a line of sentences may have: lines that are too long are as hard to read as those that break anywhere. */
export const columns = (): number => Math.min(WIDEST, Math.max(NARROWEST, process.stdout.columns ?? UNKNOWN));
