import { Agent } from 'node:http';

export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining';

export interface TargetAddress {
  host: string;
  port: number;
}

/** One registered address: its health as the checks left it, and the requests on their way to it. */
export interface Target extends TargetAddress {
  state: TargetState;
  reason: string;
  successes: number;
  failures: number;
  inFlight: number;
  /** Keeps connections to this target alone, so that they can be closed when it leaves. */
  agent: Agent;
  /** Set while draining: told when a request ended. */
  onIdle?: (() => void) | undefined;
  stopChecks: () => void;
}

export const newTarget = ({ host, port }: TargetAddress): Target => ({
  host,
  port,
  state: 'initial',
  reason: 'Target registration is in progress',
  successes: 0,
  failures: 0,
  inFlight: 0,
  agent: new Agent({ keepAlive: true, maxFreeSockets: 64 }),
  stopChecks: () => undefined,
});

export function requestStarted(target: Target): void {
  target.inFlight += 1;
}

export function requestEnded(target: Target): void {
  target.inFlight -= 1;
  if (target.inFlight === 0) target.onIdle?.();
}

/** Connections on which nothing is under way. */
export function closeIdleConnections(target: Target): void {
  for (const socket of Object.values(target.agent.freeSockets).flat()) socket?.destroy();
}
