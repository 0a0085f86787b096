import type { DeploymentCircuitBreaker } from '@aws-sdk/client-ecs';

const BOUNDS = { least: 3, most: 200 };

/**
 * How many failed tasks trip the circuit breaker (ECS API, ThresholdConfiguration): 50 % of the desired tasks, rounded up
 * and clamped to 3..200, unless configured.
 */
export function breakerThreshold(breaker: DeploymentCircuitBreaker | undefined, desired: number): number {
  const { type = 'BOUNDED_PERCENT', value = 50 } = breaker?.thresholdConfiguration ?? {};
  if (type === 'COUNT') return value;
  const share = Math.ceil((desired * value) / 100);
  if (type === 'UNBOUNDED_PERCENT') return Math.max(1, share);
  return Math.min(BOUNDS.most, Math.max(BOUNDS.least, share));
}
