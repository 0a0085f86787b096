import { memoryAlarms } from '#adapters/memory/alarms.ts';
import type { Alarms } from '#core/ports/alarms.ts';
import type { WakingEvent } from '#functions/resume-waits/resume-waits.ts';
import type { Sim } from '../sim.ts';

/** One change of an alarm, as CloudWatch's history has it. */
export interface AlarmMove {
  name: string;
  at: number;
  to: string;
}

export interface Monitoring {
  alarms: Alarms;
  /** Every change so far, also of alarms that were deleted since. */
  moves: readonly AlarmMove[];
  /** When an alarm's settings were changed. */
  edits: readonly { name: string; at: number }[];
  stateOf(name: string): string;
  set(name: string, to: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', why: string): void;
  edit(name: string): void;
  remove(name: string): void;
  /** Makes it again as it was, when it is gone. Nobody who did not look meanwhile can tell; the history outlives it in CloudWatch. */
  restore(name: string): void;
  makeUnreadable(name: string): void;
  makeReadable(name: string): void;
  /** Since when an alarm can be read again that could not be read for a while; 0: it always could. */
  readableSince(name: string): number;
}

export interface MonitoringOptions {
  names: string[];
  /** How much traffic the evidence metric has seen since. */
  trafficSince(from: number): number;
  emit(event: WakingEvent): void;
  /** In the moment of each change, before anybody hears of it. */
  onAlarm(name: string, to: string): void;
}

export const EVALUATION_MS = 60_000;

/** CloudWatch with a truth of its own, and its history. */
export function createMonitoring(sim: Sim, { names, trafficSince, emit, onAlarm }: MonitoringOptions): Monitoring {
  const { clock, chronicle } = sim;
  const memory = memoryAlarms({ now: clock.now });
  const states = new Map<string, string>();
  const moves: AlarmMove[] = [];
  const edits: { name: string; at: number }[] = [];
  const readable = new Map<string, number>();
  const create = (name: string): void => {
    memory.create(name, { evaluationMs: EVALUATION_MS });
    states.set(name, 'OK');
  };
  const tell = (name: string, type: string): void =>
    emit({ source: 'aws.cloudwatch', 'detail-type': `CloudWatch Alarm ${type} Change`, detail: { alarmName: name } });
  const edited = (name: string, what: string): void => {
    chronicle.tell(`somebody ${what} the alarm ${name}`);
    tell(name, 'Configuration');
  };
  for (const name of names) create(name);
  return {
    moves,
    edits,
    alarms: { read: memory.read, samples: async (_where, _metric, from) => trafficSince(from) },
    stateOf: (name) => states.get(name) ?? 'missing',
    set(name, to, why) {
      if (!states.has(name) || states.get(name) === to) return;
      states.set(name, to);
      moves.push({ name, at: clock.now(), to });
      memory.set(name, to, clock.now(), why);
      chronicle.tell(`the alarm ${name} goes to ${to}: ${why}`);
      onAlarm(name, to);
      tell(name, 'State');
    },
    edit(name) {
      if (!states.has(name)) return;
      edits.push({ name, at: clock.now() });
      memory.edit(name, { threshold: edits.length + 2 });
      edited(name, 'edits');
    },
    remove(name) {
      if (!states.delete(name)) return;
      memory.remove(name);
      edited(name, 'deletes');
    },
    restore(name) {
      if (states.has(name)) return;
      create(name);
      edited(name, 'makes');
    },
    makeUnreadable(name) {
      readable.set(name, Number.POSITIVE_INFINITY);
      memory.makeUnreadable(name, 'Rate exceeded');
    },
    makeReadable(name) {
      if (readable.has(name)) readable.set(name, clock.now());
      memory.makeReadable(name);
    },
    readableSince: (name) => readable.get(name) ?? 0,
  };
}
