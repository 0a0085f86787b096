import type { Hold, Run } from '../ledger/items.ts';
import type { TerminalState } from '../release/release.ts';
import { joinReasons } from '../words/join-reasons.ts';
import { sayRevision } from '../words/say-time.ts';

/** How the way back ended on one target. */
export interface TargetRollback {
  target: string;
  result: 'untouched' | 'no target' | 'irreversible' | 'proved' | 'failed';
  reason: string;
}

export interface RollbackConclusion {
  state: Extract<TerminalState, 'FAILED' | 'ROLLED_BACK' | 'ROLLBACK_FAILED' | 'CANCELLED' | 'SUCCEEDED'>;
  /** One human sentence. */
  sentence: string;
  hold: Hold['kind'] | undefined;
  quarantine: boolean;
  /** A failed rollback keeps the lock: nobody deploys over a world that nobody understands. */
  freeLock: boolean;
  page: boolean;
}

/**
 * Why the stage was taken back: it went wrong (`failure`), a person cancelled the release, a person named an earlier one
 * (`by hand`), or nobody drove the release any more (`settle`).
 */
export type TurnCause = 'failure' | 'cancel' | 'by hand' | 'settle';

export interface Turned {
  stage: string;
  cause: TurnCause;
  /** What went wrong in the first place, or who wanted it and why. */
  why: string;
  targets: TargetRollback[];
  /** Where it went back to, as people say it. */
  previous: string | undefined;
  /** The stage's migration, when it was begun: going back does not undo that. */
  migration?: Run['migration'];
}

/** What a stage's failure and the way back amount to. */
export function concludeRollback(turned: Turned): RollbackConclusion {
  const { stage, why, targets } = turned;
  const failed = targets.filter((t) => t.result === 'failed');
  if (failed.length > 0 || targets.length === 0) {
    const what = joinReasons(failed.map((t) => `${t.target}: ${t.reason}`)) || 'the rollback could not be carried out';
    return {
      state: 'ROLLBACK_FAILED',
      sentence: `${stage} could not be rolled back (${what}) after: ${why}. The stage stays locked until a person has looked`,
      hold: 'rollback-failed',
      quarantine: turned.cause === 'failure',
      freeLock: false,
      page: true,
    };
  }
  const stuck = targets.filter((t) => t.result === 'irreversible');
  if (stuck.length > 0)
    return {
      state: 'ROLLBACK_FAILED',
      sentence: `${stage} is frozen as it is, after: ${why}. ${joinReasons(stuck.map((t) => t.reason))}; a person must mend it, or take it back with \`bakewatch rollback\``,
      hold: 'irreversible',
      quarantine: turned.cause === 'failure',
      freeLock: true,
      page: true,
    };
  const stranded = targets.filter((t) => t.result === 'no target');
  if (stranded.length > 0) {
    return {
      state: 'FAILED',
      sentence: `${why}; ${sayStranded(stage, stranded, targets)}. It is held until somebody runs \`bakewatch resume\``,
      hold: 'no-rollback-target',
      quarantine: turned.cause === 'failure',
      freeLock: true,
      page: true,
    };
  }
  return backAgain(
    turned,
    targets.every((t) => t.result === 'untouched'),
  );
}

/** The world is as it was before the release, and that is proved. */
function backAgain({ stage, cause, why, previous, migration }: Turned, isUntouched: boolean): RollbackConclusion {
  const safe = { hold: undefined, quarantine: false, freeLock: true, page: false };
  const back = previous ?? 'the release before';
  const unchanged = migration
    ? `nothing was deployed to ${stage}, but its migration ${sayRevision(migration.taskDefinition)} was begun`
    : `nothing was changed in ${stage}`;
  switch (cause) {
    case 'cancel':
      return {
        ...safe,
        state: 'CANCELLED',
        sentence: isUntouched ? `${why}; ${unchanged}` : `${why}; ${stage} is back on ${back}`,
      };
    case 'by hand':
      return {
        ...safe,
        state: 'SUCCEEDED',
        sentence: `${stage} is back on ${back}: ${why}. It is held until somebody runs \`bakewatch resume\``,
        hold: 'rollback',
        quarantine: true,
      };
    case 'settle':
      return isUntouched
        ? { ...safe, state: 'FAILED', sentence: `${why}; ${unchanged}`, page: true }
        : { ...safe, state: 'ROLLED_BACK', sentence: `rolled ${stage} back to ${back}: ${why}`, page: true };
    case 'failure':
      return isUntouched
        ? { ...safe, state: 'FAILED', sentence: `${why}; ${unchanged}` }
        : {
            ...safe,
            state: 'ROLLED_BACK',
            sentence: `rolled ${stage} back to ${back}: ${why}`,
            hold: 'rollback',
            quarantine: true,
          };
    default:
      return cause satisfies never;
  }
}

function sayStranded(stage: string, stranded: TargetRollback[], targets: TargetRollback[]): string {
  if (stranded.length === targets.length)
    return `there is nothing to roll ${stage} back to, so its traffic is left as it is`;
  const names = stranded.map(({ target }) => target).join(' and ');
  return `there is nothing to roll ${stage} back to on ${names}, whose traffic is left as it is; its other targets do not run it any more`;
}
