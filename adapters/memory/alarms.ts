import { createHash } from 'node:crypto';
import type { AlarmReading, Alarms, EvidenceMetric, Transition } from '#core/ports/alarms.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

interface Alarm {
  name: string;
  state: AlarmState;
  reason: string;
  changedAt: number;
  settings: Record<string, unknown>;
  actionsEnabled: boolean;
  evaluationMs: number;
  /** A composite alarm: in ALARM while any of these is. */
  children: string[] | undefined;
  history: Transition[];
}

export interface MemoryAlarms extends Alarms {
  /** A new alarm, OK unless told otherwise; nothing in its history yet. */
  create(
    name: string,
    options?: { state?: AlarmState; evaluationMs?: number; settings?: Record<string, unknown> },
  ): void;
  createComposite(name: string, children: string[]): void;
  /** The state changes (setting it to what it is changes nothing). Composite alarms follow. */
  set(name: string, state: AlarmState, at: number, reason?: string): void;
  /** PutMetricAlarm over it: state and history stay. */
  edit(name: string, settings: Record<string, unknown>): void;
  disableActions(name: string): void;
  remove(name: string): void;
  /** Reading it fails until `makeReadable`. */
  makeUnreadable(name: string, why: string): void;
  makeReadable(name: string): void;
  /** Adds to a metric at a time. */
  count(metric: Omit<EvidenceMetric, 'minSamples'>, value: number, at: number): void;
}

interface AlarmWorld {
  now: () => number;
  alarms: Map<string, Alarm>;
  unreadable: Map<string, string>;
  points: { metric: string; value: number; at: number }[];
}

/** CloudWatch in memory: alarms with states, settings and histories, and metrics that can be summed up. One region. */
export function memoryAlarms({ now }: { now: () => number }): MemoryAlarms {
  const world: AlarmWorld = { now, alarms: new Map(), unreadable: new Map(), points: [] };
  return { ...port(world), ...commands(world) };
}

function port(world: AlarmWorld): Alarms {
  return {
    read: async (_where, names, since) => names.map((name) => readAlarm(world, name, since(name))),
    async samples(_where, metric, from, to) {
      const why = world.unreadable.get(metric.metric);
      if (why) return { unreadable: why };
      const wanted = idOf(metric);
      const first = Math.ceil(from / metric.period) * metric.period;
      const found = world.points.filter((p) => p.metric === wanted && p.at >= first && p.at <= to);
      return found.reduce((sum, p) => sum + p.value, 0);
    },
  };
}

function readAlarm(world: AlarmWorld, name: string, since: number): AlarmReading {
  const why = world.unreadable.get(name);
  if (why) return { name, kind: 'unreadable', why };
  const alarm = world.alarms.get(name);
  if (!alarm) return { name, kind: 'missing' };
  const { state, reason, changedAt, history } = alarm;
  const family = [alarm, ...(alarm.children ?? []).map((child) => world.alarms.get(child))];
  return {
    name,
    kind: 'read',
    arn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`,
    state,
    reason,
    changedAt,
    configuration: hashOf(family),
    evaluationMs: Math.max(...family.map((member) => member?.evaluationMs ?? 0)),
    transitions: history.filter((t) => t.at >= since).map((t) => ({ ...t })),
  };
}

/** A composite alarm is edited with its children. */
function hashOf(family: (Alarm | undefined)[]): string {
  const parts = family.map((alarm) => {
    if (!alarm) return null;
    const { settings, actionsEnabled, evaluationMs, children } = alarm;
    const entries = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
    return [entries, actionsEnabled, evaluationMs, children ?? null];
  });
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

const idOf = ({ namespace, metric, dimensions }: EvidenceMetric): string =>
  JSON.stringify([namespace, metric, Object.entries(dimensions).sort()]);

function commands(world: AlarmWorld): Omit<MemoryAlarms, keyof Alarms> {
  const { alarms, unreadable } = world;
  return {
    create: (name, options = {}) => void alarms.set(name, newAlarm(world, name, options)),
    createComposite(name, children) {
      alarms.set(name, { ...newAlarm(world, name, { state: stateOfAny(world, children) }), children });
    },
    set(name, state, at, reason = `set to ${state}`) {
      move(alarmOf(world, name), state, at, reason);
      for (const other of alarms.values()) {
        if (other.children?.includes(name)) move(other, stateOfAny(world, other.children), at, `${name}: ${reason}`);
      }
    },
    edit(name, settings) {
      const alarm = alarmOf(world, name);
      alarm.settings = { ...alarm.settings, ...settings };
    },
    disableActions(name) {
      alarmOf(world, name).actionsEnabled = false;
    },
    remove: (name) => void alarms.delete(name),
    makeUnreadable: (name, why) => void unreadable.set(name, why),
    makeReadable: (name) => void unreadable.delete(name),
    count: (metric, value, at) => void world.points.push({ metric: idOf(metric), value, at }),
  };
}

function newAlarm(
  { now }: AlarmWorld,
  name: string,
  options: { state?: AlarmState; evaluationMs?: number; settings?: Record<string, unknown> },
): Alarm {
  const { state = 'OK', evaluationMs = 60_000, settings = { threshold: 1 } } = options;
  return {
    name,
    state,
    reason: 'created',
    changedAt: now(),
    settings,
    actionsEnabled: true,
    evaluationMs,
    children: undefined,
    history: [],
  };
}

function alarmOf({ alarms }: AlarmWorld, name: string): Alarm {
  const alarm = alarms.get(name);
  if (!alarm) throw new Error(`There is no alarm ${name}.`);
  return alarm;
}

/** The state of a composite alarm whose rule is "any of these". */
function stateOfAny(world: AlarmWorld, children: string[]): AlarmState {
  const states = children.map((child) => alarmOf(world, child).state);
  if (states.includes('ALARM')) return 'ALARM';
  return states.includes('INSUFFICIENT_DATA') ? 'INSUFFICIENT_DATA' : 'OK';
}

function move(alarm: Alarm, to: AlarmState, at: number, reason: string): void {
  if (alarm.state === to) return;
  Object.assign(alarm, { state: to, reason, changedAt: at });
  alarm.history.push({ at, to, reason });
}
