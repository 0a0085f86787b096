import type { HappyRelease } from './happy-releases.ts';
import type { Invocation, TimedCall } from './open-machine.ts';

/** One time that a bake was looked at. */
export interface BakeLook {
  invocation: Invocation;
  /** What it asked of AWS, in order. */
  calls: TimedCall[];
}

/**
 * The looks that found nothing new: not the first of a bake, which begins it, and not the last, which answers its own token. A longer
 * bake has more of these and of nothing else. Throws when there is none.
 */
export function idleLooks({ invocations, calls }: Pick<HappyRelease, 'invocations' | 'calls'>): BakeLook[] {
  const looks = invocations
    .filter(({ functionName }) => functionName.endsWith('await-bake'))
    .map((invocation) => ({ invocation, calls: calls.filter((call) => isWithin(call, invocation)) }));
  const settles = (look: BakeLook | undefined): boolean =>
    look?.calls.some(({ operation }) => operation === 'SendTaskSuccess') ?? true;
  const idle = looks.filter((look, i) => !settles(look) && !settles(looks[i - 1]));
  if (idle.length === 0)
    throw new Error('No bake was looked at in between: it was too short to say what a longer one costs.');
  return idle;
}

const isWithin = ({ caller, at }: TimedCall, { functionName, ms, at: ended }: Invocation): boolean =>
  caller.endsWith(functionName) && at <= ended && at >= ended - ms - 1;
