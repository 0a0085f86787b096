import type { ReleaseState } from '#core/release/release.ts';

/** How often what the generator should reach was reached. */
export interface Coverage {
  moves: Map<string, number>;
  blockers: Map<string, number>;
  faults: Map<string, number>;
  /** In how many stories each situation of scenarios.md was reached. */
  situations: Map<string, number>;
}

export const emptyCoverage = (): Coverage => ({
  moves: new Map(),
  blockers: new Map(),
  faults: new Map(),
  situations: new Map(),
});

export const countMove = ({ moves }: Coverage, from: ReleaseState, to: ReleaseState): void =>
  count(moves, `${from} -> ${to}`);

/** How `sayBlocker` words each kind. */
const WORDING: Record<string, RegExp> = {
  queued: /has the stage since/,
  held: /the stage is held since/,
  frozen: / froze .*; goes on /,
  window: /its window is shut/,
  approval: /goes on when enough persons run/,
  alarm: /alarm \S+ is \w+/,
  checks: /waits for its checks: /,
  drift: /\(expected \S+\); goes on when it is put back/,
};

export const BLOCKERS = Object.keys(WORDING);

export function countBlockers({ blockers }: Coverage, sentence: string): void {
  for (const kind of BLOCKERS) if (WORDING[kind]?.test(sentence)) count(blockers, kind);
}

export function countFaults({ faults }: Coverage, injected: Record<string, string>): void {
  for (const fault of Object.values(injected)) count(faults, fault.replace(/ \d+$/, ''));
}

export function countSituations({ situations }: Coverage, reached: string[]): void {
  for (const id of reached) count(situations, id);
}

export function addCoverage(sum: Coverage, other: Coverage): void {
  for (const part of ['moves', 'blockers', 'faults', 'situations'] as const)
    for (const [name, times] of other[part]) count(sum[part], name, times);
}

function count(counts: Map<string, number>, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}
