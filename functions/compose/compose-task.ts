import type { Now } from '#core/ports/clock.ts';
import { compose } from './compose.ts';

/** What the state machine says with every call: what its clock shows. Absent in executions that began before. */
interface Timed {
  clock?: number;
}

/**
 * The handler of a function that the state machine calls. Its time is Step Functions' own, and what passed since by a clock that only
 * goes forward: the clocks of Lambda's machines may be minutes apart, and a bake, a lease or a deadline is measured from one call to another.
 */
export function composeTask<Ports extends object, Input extends object, Result>(
  ports: Ports,
  run: (ports: Ports & { now: Now }, input: Input) => Promise<Result>,
) {
  return compose((input: Input & Timed) => run({ ...ports, now: serverClock(input.clock) }, input));
}

function serverClock(at: number | undefined): Now {
  if (at === undefined) return Date.now;
  const begun = performance.now();
  return () => Math.round(at + performance.now() - begun);
}
