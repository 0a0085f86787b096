import type { Hold } from '../ledger/items.ts';
import type { TerminalState } from '../release/release.ts';

/** How the way back ended on one target. */
export interface TargetRollback {
  target: string;
  result: 'untouched' | 'no target' | 'proved' | 'failed';
  reason: string;
}

export interface RollbackConclusion {
  state: Extract<TerminalState, 'FAILED' | 'ROLLED_BACK' | 'ROLLBACK_FAILED'>;
  /** One human sentence. */
  sentence: string;
  hold: Hold['kind'] | undefined;
  quarantine: boolean;
  /** A failed rollback keeps the lock: nobody deploys over a world that nobody understands. */
  freeLock: boolean;
  page: boolean;
}

/** What a stage's failure and the way back amount to. `why` is what went wrong in the first place. */
export function concludeRollback(
  stage: string,
  why: string,
  targets: TargetRollback[],
  previous: string | undefined,
): RollbackConclusion {
  const failed = targets.filter((t) => t.result === 'failed');
  if (failed.length > 0 || targets.length === 0) {
    const what = failed.map((t) => `${t.target}: ${t.reason}`).join('; ') || 'the rollback could not be carried out';
    return {
      state: 'ROLLBACK_FAILED',
      sentence: `${stage} could not be rolled back (${what}) after: ${why}. The stage stays locked until a person has looked`,
      hold: 'rollback-failed',
      quarantine: true,
      freeLock: false,
      page: true,
    };
  }
  const stranded = targets.filter((t) => t.result === 'no target');
  if (stranded.length > 0) {
    return {
      state: 'FAILED',
      sentence: `${why}; ${sayStranded(stage, stranded, targets)}. It is held until somebody runs \`bakewatch resume\``,
      hold: 'no-rollback-target',
      quarantine: true,
      freeLock: true,
      page: true,
    };
  }
  if (targets.every((t) => t.result === 'untouched')) {
    return {
      state: 'FAILED',
      sentence: `${why}; nothing was changed in ${stage}`,
      hold: undefined,
      quarantine: false,
      freeLock: true,
      page: false,
    };
  }
  return {
    state: 'ROLLED_BACK',
    sentence: `rolled ${stage} back to ${previous ?? 'the release before'}: ${why}`,
    hold: 'rollback',
    quarantine: true,
    freeLock: true,
    page: false,
  };
}

function sayStranded(stage: string, stranded: TargetRollback[], targets: TargetRollback[]): string {
  if (stranded.length === targets.length)
    return `there is nothing to roll ${stage} back to, so its traffic is left as it is`;
  const names = stranded.map(({ target }) => target).join(' and ');
  return `there is nothing to roll ${stage} back to on ${names}, whose traffic is left as it is; its other targets do not run it any more`;
}
