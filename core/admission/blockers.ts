import { joinReasons } from '../words/join-reasons.ts';
import { sayTime } from '../words/say-time.ts';

/** Why a release may not enter a stage now. The one answer to "why is my commit not in production?". */
export type Blocker =
  | { kind: 'queued'; holder: string; since: number; leaseUntil: number }
  | { kind: 'held'; reason: string; since: number }
  | { kind: 'alarm'; name: string; state: string; reason: string }
  | { kind: 'drift'; target: string; expected: string; found: string };

/** One sentence, and what will unblock it. */
export function sayBlocker(blocker: Blocker): string {
  switch (blocker.kind) {
    case 'queued':
      return `${blocker.holder} has the stage since ${sayTime(blocker.since)}; goes on when it leaves`;
    case 'held':
      return `the stage is held since ${sayTime(blocker.since)}: ${blocker.reason}; goes on when somebody runs \`bakewatch resume\``;
    case 'alarm':
      return `alarm ${blocker.name} is ${blocker.state}${blocker.reason ? ` (${blocker.reason})` : ''}; goes on when it is OK${blocker.state === 'ALARM' ? ', or to mend it when somebody runs `bakewatch resume --fix-forward`' : ''}`;
    case 'drift':
      return `${blocker.target} runs ${blocker.found}, which Bakewatch did not deploy (expected ${blocker.expected}); goes on when it is put back or somebody runs \`bakewatch resume --adopt\``;
    default:
      return blocker satisfies never;
  }
}

export const sayBlockers = (blockers: Blocker[]): string => joinReasons(blockers.map(sayBlocker), '; and ');
