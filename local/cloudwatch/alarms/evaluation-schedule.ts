import type { Clock } from '../../time/clock.ts';

export interface EvaluationSchedule {
  start(): void;
  /** To be called when alarms were put or deleted: the next evaluation may be sooner now. */
  rearm(): void;
  close(): void;
}

export interface ScheduledAlarm {
  name: string;
  /** How often the alarm is evaluated, in ms. */
  everyMs: number;
}

export interface EvaluationScheduleOptions {
  clock: Clock;
  /** How long after a period's end its data may still come in. */
  ingestionDelayMs: number;
  alarms(): ScheduledAlarm[];
  /** Evaluates the alarms named, whose periods end at the boundary given with each (epoch ms). */
  evaluate(due: { name: string; boundary: number }[]): void;
}

/**
 * How often an alarm is evaluated: once per minute, high-resolution ones every 10 s, and shorter ones each period.
 * Periods slide: a five-minute alarm looks each minute at the last five.
 */
export function evaluationStepMs(periodSeconds: number): number {
  if (periodSeconds >= 60) return 60_000;
  return Math.min(periodSeconds, 10) * 1000;
}

/** One timer for all alarms, set to the next boundary plus the ingestion delay. What was missed while stopped is not made up. */
export function createEvaluationSchedule(options: EvaluationScheduleOptions): EvaluationSchedule {
  const { clock, ingestionDelayMs } = options;
  const evaluated = new Map<string, number>();
  let running = false;
  let cancel: (() => void) | undefined;

  const boundaryOf = (everyMs: number): number => Math.floor((clock.now() - ingestionDelayMs) / everyMs) * everyMs;
  const rearm = (): void => {
    cancel?.();
    cancel = undefined;
    if (!running) return;
    const next = Math.min(...options.alarms().map(({ everyMs }) => boundaryOf(everyMs) + everyMs));
    if (Number.isFinite(next)) cancel = clock.at(next + ingestionDelayMs, tick);
  };
  const tick = (): void => {
    const due = options
      .alarms()
      .map(({ name, everyMs }) => ({ name, boundary: boundaryOf(everyMs) }))
      .filter(({ name, boundary }) => boundary > (evaluated.get(name) ?? 0));
    for (const { name, boundary } of due) evaluated.set(name, boundary);
    try {
      options.evaluate(due);
    } catch (error) {
      console.error('An evaluation of alarms failed; the next one comes with the next period.', error);
    }
    rearm();
  };
  return {
    start() {
      running = true;
      rearm();
    },
    rearm,
    close() {
      running = false;
      cancel?.();
    },
  };
}
