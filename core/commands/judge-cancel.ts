import type { Run } from '../ledger/items.ts';
import { isTerminal, type Release, releaseId } from '../release/release.ts';
import type { Judged } from './judged.ts';

export interface CancelAsked {
  release: Release;
  /** Its run in the stage where it is; undefined when it has reached none. */
  run: Run | undefined;
  by: string;
  reason: string;
}

/** `end`: it has touched nothing and ends at once. `turn`: its stage goes back first. */
export interface Cancelled {
  kind: 'end' | 'turn';
  /** What is recorded as the reason. */
  reason: string;
  message: string;
}

/** A release that has touched a stage is cancelled by going back; one that has not, by ending. */
export function judgeCancel({ release, run, by, reason }: CancelAsked): Judged<Cancelled> {
  const { state, stage } = release;
  const id = releaseId(release);
  if (isTerminal(state)) return { refused: sayEnded(release) };
  const said = `cancelled by ${by}: ${reason}`;
  switch (state) {
    case 'ACCEPTED':
    case 'CHECKING':
    case 'PREPARING':
    case 'BUILDING':
    case 'WAITING':
      return { effect: { kind: 'end', reason: said, message: `${id} is cancelled: it goes no further` } };
    case 'ROLLING_BACK':
    case 'CANCELLING':
      return { refused: `${id} is being turned around already` };
    case 'DEPLOYING':
    case 'VERIFYING':
    case 'BAKING':
      if (run?.rollback) return { refused: `${id} is being turned around already: ${run.rollback.reason}` };
      // Cancelled now, its commit would pass for one with which nothing was wrong.
      if (run?.verdict?.kind === 'unhealthy')
        return { refused: `${id} is being turned around already: ${run.verdict.reason}` };
      if (release.turnsBack)
        return { refused: `${id} takes ${stage} back to an earlier release, and there is no rollback of a rollback` };
      return {
        effect: { kind: 'turn', reason: said, message: `${id} is being cancelled: ${stage} goes back first` },
      };
    default:
      return state satisfies never;
  }
}

function sayEnded(release: Release): string {
  const id = releaseId(release);
  if (release.state === 'SUCCEEDED') return `${id} has SUCCEEDED: take its stage back with \`bakewatch rollback\``;
  return `${id} has ended ${release.state} already${release.reason ? `: ${release.reason}` : ''}`;
}
