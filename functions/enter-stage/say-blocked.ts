import { isDeepStrictEqual } from 'node:util';
import type { Admission } from '#core/admission/admit.ts';
import { sayBlockers } from '#core/admission/blockers.ts';
import type { Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { change, record } from '#core/ledger/record.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import type { Change } from '#core/ports/table.ts';

export interface Blocked {
  release: StoredRelease;
  run: Stored<Run>;
  stage: StagePlan;
  admission: Extract<Admission, { kind: 'blocked' }>;
  at: number;
}

/** A blocked release says why, once per reason, and keeps the blockers for whoever asks. */
export function sayBlocked({ release, run, stage, admission, at }: Blocked): Change[] {
  const { blockers, recheckAt } = admission;
  const sentence = `waits for ${stage.name}: ${sayBlockers(blockers)}`;
  const isKnown = run.recheckAt === recheckAt && isDeepStrictEqual(run.blockers, blockers);
  const kept = isKnown ? [] : [change(run, { ...run, blockers, recheckAt })];
  if (release.reason === sentence) return kept;
  return [...kept, ...record(release, { kind: 'blocked', at, actor: 'bakewatch', stage: stage.name, sentence })];
}
