import { releaseId } from '#core/release/release.ts';
import type { Teller } from './teller.ts';

/** One object on each line: `{ event }` for each event when it comes, and last `{ end }`. */
export function jsonTeller(): Teller {
  const line = (said: object): void => console.log(JSON.stringify(said));
  return {
    seen({ fresh }) {
      for (const event of fresh) line({ event });
    },
    ended({ release, isLate }) {
      const { state, stage, reason, endedAt } = release;
      line({ end: { release: releaseId(release), state, stage, reason, endedAt, isLate } });
    },
    close() {},
  };
}
