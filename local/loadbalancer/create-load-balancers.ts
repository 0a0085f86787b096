import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arn } from '../account.ts';
import type { RecordMetric } from '../cloudwatch/metric-sample.ts';
import { close, listen } from '../http/endpoint.ts';
import type { Clock } from '../time/clock.ts';
import { chooseGroup, chooseTarget, type WeightedGroup } from './choose-target.ts';
import { DEFAULT_HEALTH_CHECK, type HealthCheck } from './health-check.ts';
import { answerAlone, proxyRequest } from './proxy-request.ts';
import { recordResponse } from './record-response.ts';
import { requestEnded, requestStarted, type TargetAddress, type TargetState } from './target.ts';
import { closeTargetGroup, deregister, register, type TargetGroup } from './target-group.ts';

export interface TargetGroupSettings {
  name: string;
  healthCheck?: Partial<HealthCheck>;
  /** How long requests under way may go on after deregistration; AWS's default is 300 s. */
  deregistrationDelayMs?: number;
}

export interface LoadBalancerSettings extends TargetGroupSettings {
  /** 0 takes any free port. */
  port: number;
  /** How long a target may be silent before the answer is 504; AWS's default is 60 s. */
  idleTimeoutMs?: number;
}

export interface LoadBalancer {
  arn: string;
  targetGroupArn: string;
  url: string;
  /** For alarms on metrics of `AWS/ApplicationELB`. */
  dimensions: { LoadBalancer: string; TargetGroup: string };
}

export interface TargetHealth extends TargetAddress {
  state: TargetState;
  reason: string;
}

export interface LoadBalancers {
  /** Starts listening on 127.0.0.1. Rejects with Node's EADDRINUSE when the port is taken. */
  create(settings: LoadBalancerSettings): Promise<LoadBalancer>;
  /** One more target group; it gets no requests until `setWeights` says so. */
  createTargetGroup(settings: TargetGroupSettings): string;
  /** All weights of a listener at once, 0..999 per target group. Throws a RangeError for others. */
  setWeights(loadBalancerArn: string, weights: Record<string, number>): void;
  weights(loadBalancerArn: string): Record<string, number>;
  hasTargetGroup(targetGroupArn: string): boolean;
  register(targetGroupArn: string, target: TargetAddress): void;
  deregister(targetGroupArn: string, target: TargetAddress): Promise<void>;
  targetHealth(targetGroupArn: string): TargetHealth[];
  /** Called with the target group whose targets or their health changed. Returns a function that ends it. */
  onChange(listener: (targetGroupArn: string) => void): () => void;
  close(): Promise<void>;
}

interface Listener {
  dimension: string;
  server: Server;
  groups: WeightedGroup[];
  idleTimeoutMs: number;
}

interface State {
  clock: Clock;
  record: RecordMetric;
  listeners: Map<string, Listener>;
  groups: Map<string, TargetGroup>;
  watchers: Set<(targetGroupArn: string) => void>;
}

/** Application load balancers on one machine. They remember nothing: ECS registers its targets again at start. */
export function createLoadBalancers({ clock, record }: { clock: Clock; record: RecordMetric }): LoadBalancers {
  const state: State = { clock, record, listeners: new Map(), groups: new Map(), watchers: new Set() };
  return {
    create: (settings) => create(state, settings),
    createTargetGroup: (settings) => addTargetGroup(state, settings).arn,
    setWeights: (loadBalancerArn, weights) => setWeights(state, loadBalancerArn, weights),
    weights: (loadBalancerArn) =>
      Object.fromEntries(need(state.listeners, loadBalancerArn).groups.map(({ group, weight }) => [group.arn, weight])),
    hasTargetGroup: (targetGroupArn) => state.groups.has(targetGroupArn),
    register: (targetGroupArn, target) => register(need(state.groups, targetGroupArn), target),
    deregister: (targetGroupArn, target) => deregister(need(state.groups, targetGroupArn), target),
    targetHealth: (targetGroupArn) =>
      need(state.groups, targetGroupArn).targets.map(({ host, port, state: health, reason }) => ({
        host,
        port,
        state: health,
        reason,
      })),
    onChange(watcher) {
      state.watchers.add(watcher);
      return () => void state.watchers.delete(watcher);
    },
    async close() {
      for (const group of state.groups.values()) closeTargetGroup(group);
      await Promise.all([...state.listeners.values()].map(({ server }) => close(server)));
    },
  };
}

function need<T>(things: Map<string, T>, thingArn: string): T {
  const found = things.get(thingArn);
  if (!found) throw new Error(`${thingArn} does not exist.`);
  return found;
}

/** AWS puts an id of 16 hex digits after the name; here it follows from the name, so that ARNs survive a restart. */
const idOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 16);

function addTargetGroup(state: State, settings: TargetGroupSettings): TargetGroup {
  const dimension = `targetgroup/${settings.name}/${idOf(settings.name)}`;
  const group: TargetGroup = {
    arn: arn('elasticloadbalancing', dimension),
    dimension,
    healthCheck: { ...DEFAULT_HEALTH_CHECK, ...settings.healthCheck },
    deregistrationDelayMs: settings.deregistrationDelayMs ?? 300_000,
    targets: [],
    turn: 0,
    clock: state.clock,
    onChange: () => {
      for (const watcher of state.watchers) watcher(group.arn);
    },
  };
  state.groups.set(group.arn, group);
  return group;
}

async function create(state: State, settings: LoadBalancerSettings): Promise<LoadBalancer> {
  const dimension = `app/${settings.name}/${idOf(settings.name)}`;
  const loadBalancerArn = arn('elasticloadbalancing', `loadbalancer/${dimension}`);
  const group = addTargetGroup(state, settings);
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 });
  const listener: Listener = {
    dimension,
    server,
    groups: [{ group, weight: 100, owed: 0 }],
    idleTimeoutMs: settings.idleTimeoutMs ?? 60_000,
  };
  server.on('request', (incoming, outgoing) => void serve(state, listener, incoming, outgoing));
  await listen(server, settings.port);
  state.listeners.set(loadBalancerArn, listener);
  return {
    arn: loadBalancerArn,
    targetGroupArn: group.arn,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dimensions: { LoadBalancer: dimension, TargetGroup: group.dimension },
  };
}

function setWeights(state: State, loadBalancerArn: string, weights: Record<string, number>): void {
  const listener = need(state.listeners, loadBalancerArn);
  listener.groups = Object.entries(weights).map(([targetGroupArn, weight]) => {
    if (!Number.isInteger(weight) || weight < 0 || weight > 999)
      throw new RangeError(`The weight ${weight} is not in 0..999.`);
    return { group: need(state.groups, targetGroupArn), weight, owed: 0 };
  });
}

async function serve(
  state: State,
  listener: Listener,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const group = chooseGroup(listener.groups);
  const target = group && chooseTarget(group);
  if (!(group && target)) {
    incoming.resume();
    answerAlone(outgoing, 503);
    recordResponse(state.record, listener.dimension, { answeredBy: 'balancer', status: 503 }, state.clock.now());
    return;
  }
  requestStarted(target);
  const answer = await proxyRequest(incoming, outgoing, target, listener.idleTimeoutMs);
  requestEnded(target);
  recordResponse(state.record, listener.dimension, { ...answer, targetGroup: group.dimension }, state.clock.now());
}
