import type { Followed } from './follow-release.ts';
import type { Look } from './look-at.ts';

/** Tells what is seen of a release, to people or to machines. */
export interface Teller {
  seen(look: Look): Promise<void> | void;
  /** `late`: that it has not ended in time, as a sentence. */
  ended(followed: Followed, late: string | undefined): void;
  close(): void;
}
