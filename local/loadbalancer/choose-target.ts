import type { Target } from './target.ts';
import type { TargetGroup } from './target-group.ts';

/** A target group's share of a listener's requests. */
export interface WeightedGroup {
  group: TargetGroup;
  /** 0..999, relative to the others. */
  weight: number;
  /** Smooth weighted round robin: how much this group is owed. */
  owed: number;
}

/**
 * Picks the group whose turn it is: over time each gets its share, spread as evenly as the weights allow.
 * Returns undefined when all weights are 0.
 */
export function chooseGroup(groups: WeightedGroup[]): TargetGroup | undefined {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  const open = groups.filter(({ weight }) => weight > 0);
  for (const candidate of open) candidate.owed += candidate.weight;
  const chosen = open.reduce<WeightedGroup | undefined>(
    (best, next) => (best && best.owed >= next.owed ? best : next),
    undefined,
  );
  if (chosen) chosen.owed -= total;
  return chosen?.group;
}

/** The next healthy target in turn; when none is healthy, the unhealthy ones are better than nothing (ALB "fails open"). */
export function chooseTarget(group: TargetGroup): Target | undefined {
  const healthy = group.targets.filter(({ state }) => state === 'healthy');
  const candidates = healthy.length > 0 ? healthy : group.targets.filter(({ state }) => state === 'unhealthy');
  group.turn += 1;
  return candidates[group.turn % Math.max(1, candidates.length)];
}
