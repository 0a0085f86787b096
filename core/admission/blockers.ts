import { type OpenChecks, sayOpenUntil } from '../checks/open-checks.ts';
import { joinReasons } from '../words/join-reasons.ts';
import { sayMoment } from '../words/say-time.ts';

/** Why a release may not go on now. The one answer to "why is my commit not in production?". */
export type Blocker =
  | { kind: 'queued'; holder: string; since: number; leaseUntil: number }
  | { kind: 'held'; reason: string; since: number }
  | { kind: 'frozen'; what: string; by: string; reason: string; since: number; until?: number }
  /** `opensAt` is absent when it never opens again. */
  | { kind: 'window'; reason: string; opensAt?: number }
  | { kind: 'approval'; given: string[]; needed: number; until: number }
  | { kind: 'alarm'; name: string; state: string; reason: string }
  /** `owner`: the release of ours that left it there; absent when it is a stranger's. */
  | { kind: 'drift'; target: string; expected: string; found: string; owner?: string }
  /** Not before a stage, but before it is built. */
  | OpenChecks;

/** One sentence, and what will unblock it. */
export function sayBlocker(blocker: Blocker): string {
  switch (blocker.kind) {
    case 'queued':
      return `${blocker.holder} has the stage since ${sayMoment(blocker.since)}; goes on when it leaves`;
    case 'held':
      return `the stage is held since ${sayMoment(blocker.since)}: ${blocker.reason}; goes on when somebody runs \`bakewatch resume\``;
    case 'frozen':
      return `${blocker.by} froze ${blocker.what} at ${sayMoment(blocker.since)}: ${blocker.reason}; goes on ${sayThaw(blocker)}`;
    case 'window':
      return `its window is shut: ${blocker.reason}`;
    case 'approval':
      return `${sayApprovals(blocker)}; goes on when enough persons run \`bakewatch approve\`, expires at ${sayMoment(blocker.until)} otherwise`;
    case 'alarm':
      return `alarm ${blocker.name} is ${blocker.state}${blocker.reason ? ` (${blocker.reason})` : ''}; goes on when it is OK${blocker.state === 'ALARM' ? ', or to mend it when somebody runs `bakewatch fix-forward`' : ''}`;
    case 'drift':
      return `${blocker.target} runs ${blocker.found}, ${sayOwner(blocker)} (expected ${blocker.expected}); goes on when it is put back, or somebody runs \`bakewatch adopt\` and names ${blocker.found}`;
    case 'checks':
      return sayOpenUntil(blocker);
    default:
      return sayUnknown(blocker);
  }
}

/** A later version of Bakewatch has kept it in the ledger (ADR 16), and this one reads it. */
const sayUnknown = (blocker: never): string => `a later version of Bakewatch knows why: ${(blocker as Blocker).kind}`;

export const sayBlockers = (blockers: Blocker[]): string => joinReasons(blockers.map(sayBlocker), '; and ');

const sayThaw = ({ until }: Extract<Blocker, { kind: 'frozen' }>): string =>
  until === undefined
    ? 'when somebody runs `bakewatch unfreeze`'
    : `at ${sayMoment(until)}, or when somebody runs \`bakewatch unfreeze\``;

const sayApprovals = ({ given, needed }: Extract<Blocker, { kind: 'approval' }>): string =>
  given.length === 0
    ? `it waits for ${needed === 1 ? 'an approval' : `${needed} approvals`}`
    : `${given.length} of ${needed} have approved (${given.join(', ')})`;

const sayOwner = ({ owner }: Extract<Blocker, { kind: 'drift' }>): string =>
  owner ? `which ${owner} left there` : 'which Bakewatch did not deploy';

/** When a blocker goes away by itself at the latest; undefined for what needs somebody. */
export function endsAt(blocker: Blocker): number | undefined {
  switch (blocker.kind) {
    case 'queued':
      return blocker.leaseUntil;
    case 'frozen':
      return blocker.until;
    case 'window':
      return blocker.opensAt;
    case 'approval':
    case 'checks':
      return blocker.until;
    default:
      return undefined;
  }
}
