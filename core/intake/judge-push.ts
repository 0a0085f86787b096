import type { FoundPush, PushHead } from '../ledger/items.ts';
import { NO_COMMIT, type Push } from './push.ts';

export interface IntakeFacts {
  push: Push;
  /** Where the ref stood after the last accepted push, if any. */
  head: PushHead | undefined;
  /** An accepted push with the same repository, ref, before and after. `found`: its own webhook may still come. */
  same: { releases: string[]; found?: true } | undefined;
  /** An accepted push of this ref that began where this one ends: this one came late. */
  successor: { releases: string[] } | undefined;
}

export type IntakeVerdict =
  | {
      kind: 'new';
      /** It does not begin where the last accepted push ended: pushes between are missing, or this one is late. */
      gap: boolean;
      /** There is or was such a gap: only the repository knows what is newest. */
      unordered: boolean;
    }
  /** Its content was accepted before: a redelivery or a replay. */
  | { kind: 'duplicate'; releases: string[] }
  /** A later push is already here. */
  | { kind: 'late'; by: string };

/**
 * Is this push news? The delivery id is not signed, so the signed content decides: repository, ref, before, after. The same
 * content is news only when it continues where the ref stands now (somebody reset the branch and pushed again). Order
 * comes from the chain of `before` and `after`, never from a clock; where the chain has a gap, the release says so and the
 * repository is asked before it is built. A forced push is never late by the chain alone: taking the branch back to where it
 * was before ends, like a late push, where a later one began.
 */
export function judgePush({ push, head, same, successor }: IntakeFacts): IntakeVerdict {
  const continues = head !== undefined && head.after === push.before && head.after !== push.after;
  if (same && !(continues && isNewsAgain({ push, same, successor }, head)))
    return { kind: 'duplicate', releases: same.releases };
  const isChained = push.after !== NO_COMMIT && push.before !== NO_COMMIT;
  const stands = head?.found && judgeAfterFound(push, head.after, head.found, isChained);
  if (stands && !continues) return stands;
  if (successor && !continues && isChained && !push.forced)
    return { kind: 'late', by: successor.releases.join(', ') || 'a later push' };
  const gap = head !== undefined && (!continues || isBehind(push, head));
  return { kind: 'new', gap, unordered: gap || head?.unsure === true };
}

/**
 * The branch was set back and pushed again; not so where the webhook of a found push comes after all. Where the head waits for the branch,
 * a push that was taken does not move it, and would continue from there once more: there a replay is none, and what is found only when a
 * push has led away from it since. Nor is it news where the head may be older than what was accepted: a true one is found at its branch.
 */
function isNewsAgain(
  { push, same, successor }: Pick<IntakeFacts, 'push' | 'same' | 'successor'>,
  head: PushHead,
): boolean {
  if (push.found) return !(head.found?.isPassed || head.unsure) || successor !== undefined;
  return !isBehind(push, head) && !head.unsure && !same?.found;
}

/** Behind a found head that was passed by, other pushes wait to be put in order by the branch itself. */
const isBehind = (push: Push, head: PushHead): boolean => head.found?.isPassed === true && !push.found;

/**
 * A found push stands for all that were missing: the last of them is there already, the first comes late. After a push that
 * passed it by, one that was forced to end there may be news: the branch was set back.
 */
function judgeAfterFound(
  push: Push,
  after: string,
  { before, releases, isPassed }: FoundPush,
  isChained: boolean,
): IntakeVerdict | undefined {
  if (push.after === after && !(push.forced && isPassed)) return { kind: 'duplicate', releases };
  if (push.before === before && isChained) return { kind: 'late', by: releases.join(', ') || 'a later push' };
  return undefined;
}
