import type { Clock } from '../time/clock.ts';
import { type HealthCheck, type ProbeResult, probe } from './health-check.ts';
import { closeIdleConnections, newTarget, type Target, type TargetAddress } from './target.ts';

export interface TargetGroup {
  arn: string;
  /** The metric dimension: `targetgroup/<name>/<id>`. */
  dimension: string;
  healthCheck: HealthCheck;
  deregistrationDelayMs: number;
  targets: Target[];
  /** Where the round robin stands. */
  turn: number;
  clock: Clock;
  onChange: () => void;
}

/** Adds a target, which gets requests once a check succeeded. Already there is success. */
export function register(group: TargetGroup, address: TargetAddress): void {
  if (find(group, address)) return;
  const target = newTarget(address);
  group.targets.push(target);
  checkAgainAndAgain(group, target);
  group.onChange();
}

/**
 * Takes a target out: no new request reaches it from now on. Resolves when the requests on their way have ended, at the
 * latest after the deregistration delay, with all connections to it closed. Not there is success.
 */
export async function deregister(group: TargetGroup, address: TargetAddress): Promise<void> {
  const target = find(group, address);
  if (!target) return;
  target.stopChecks();
  target.state = 'draining';
  target.reason = 'Target deregistration is in progress';
  closeIdleConnections(target);
  group.onChange();
  await idle(group, target);
  group.targets = group.targets.filter((other) => other !== target);
  target.agent.destroy();
  group.onChange();
}

export function closeTargetGroup(group: TargetGroup): void {
  for (const target of group.targets) {
    target.stopChecks();
    target.agent.destroy();
    target.onIdle?.();
  }
  group.targets = [];
}

const find = (group: TargetGroup, { host, port }: TargetAddress): Target | undefined =>
  group.targets.find((target) => target.state !== 'draining' && target.host === host && target.port === port);

function idle(group: TargetGroup, target: Target): Promise<void> {
  if (target.inFlight === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = group.clock.at(group.clock.now() + group.deregistrationDelayMs, resolve);
    target.onIdle = () => {
      cancel();
      resolve();
    };
  });
}

function checkAgainAndAgain(group: TargetGroup, target: Target): void {
  let stopped = false;
  let cancel: () => void = () => undefined;
  const check = async (): Promise<void> => {
    const started = group.clock.now();
    const result = await probe(target.host, target.port, group.healthCheck);
    if (stopped) return;
    if (applyProbe(target, result, group.healthCheck)) group.onChange();
    cancel = group.clock.at(started + group.healthCheck.intervalMs, () => void check());
  };
  target.stopChecks = () => {
    stopped = true;
    cancel();
  };
  void check();
}

/**
 * Counts one check; tells whether the target's state changed. A new target is healthy after its first success, one that
 * was unhealthy only after `healthyThreshold` in a row (ELB user guide, "Health checks for your target groups").
 */
export function applyProbe(target: Target, result: ProbeResult, check: HealthCheck): boolean {
  const before = target.state;
  target.successes = result.ok ? target.successes + 1 : 0;
  target.failures = result.ok ? 0 : target.failures + 1;
  const needed = before === 'initial' ? 1 : check.healthyThreshold;
  if (target.successes >= needed) target.state = 'healthy';
  if (target.failures >= check.unhealthyThreshold) target.state = 'unhealthy';
  target.reason = target.state === 'healthy' ? '' : result.description || target.reason;
  return target.state !== before;
}
