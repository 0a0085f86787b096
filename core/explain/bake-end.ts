import type { Run } from '../ledger/items.ts';

/** When a bake can be over at the earliest: its time, and one evaluation of its slowest alarm. */
export function bakeEnd(run: Run, forMs: number | undefined): number | undefined {
  if (run.bakeStartedAt === undefined || forMs === undefined) return undefined;
  const evaluationMs = Math.max(0, ...Object.values(run.baseline ?? {}).map((read) => read.evaluationMs));
  return run.bakeStartedAt + (run.isEmergency ? 0 : forMs) + evaluationMs;
}
