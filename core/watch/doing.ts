import { sayStage } from '../explain/say-stage.ts';
import { stagePosition } from '../explain/stage-position.ts';
import type { Environment, Run } from '../ledger/items.ts';
import type { BakeRule } from '../plan/plan.ts';
import type { Release } from '../release/release.ts';

/** What is known of a release besides itself: of the stage that it is at. */
export interface DoingFacts {
  run?: Run | undefined;
  environment?: Environment | undefined;
  bake?: BakeRule | undefined;
}

/** What a release does or waits for. `until`: epoch ms at which that may be over by itself, where that is known. */
export interface Doing {
  sentence: string;
  until?: number;
}

/** In the words in which `why` says it; before its first stage, and between two, in its own. */
export function doing(release: Release, { run, environment, bake }: DoingFacts, now: number): Doing {
  const { stage, reason = 'has been accepted', state, checks } = release;
  if (state === 'CHECKING' && checks && checks.until > now) return { sentence: reason, until: checks.until };
  if (!(stage && run)) return { sentence: reason };
  const carrier = { release, bond: 'own' as const, runs: { [stage]: run }, bakes: bake ? { [stage]: bake } : {} };
  const position = stagePosition({ name: stage, ...(environment ? { environment } : {}) }, [carrier], now);
  if (position.kind !== 'moving' && position.kind !== 'waiting') return { sentence: reason };
  const until = position.kind === 'moving' ? bakesUntil(position) : position.recheckAt;
  return { sentence: sayStage(stage, position, now), ...(until !== undefined && until > now ? { until } : {}) };
}

/** A release that is turned around bakes no more. */
const bakesUntil = ({ state, bakesUntil: until }: { state: string; bakesUntil?: number }): number | undefined =>
  state === 'BAKING' ? until : undefined;
