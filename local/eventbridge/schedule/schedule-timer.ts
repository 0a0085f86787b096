import type { Clock } from '../../time/clock.ts';
import type { RuleRecord, RuleStore } from '../rule-store.ts';
import { parseSchedule } from './parse-schedule.ts';

export interface ScheduleTimer {
  start(): void;
  /** The schedules have changed. */
  rearm(): void;
  close(): void;
}

/** `nextFire` for a rule as it is from `now` on: absent when it is disabled, has no schedule, or never fires again. */
export function withNextFire({ nextFire: _, ...rule }: RuleRecord, now: number): RuleRecord {
  if (!rule.enabled || rule.schedule === undefined) return rule;
  const next = parseSchedule(rule.schedule, rule.putAt)(now);
  return next === undefined ? rule : { ...rule, nextFire: next };
}

/**
 * Fires scheduled rules when they are due. `fire` gets a rule and must save the record given with its deliveries in one
 * transaction. What fell due while nothing ran fires once at the start, however often it was missed.
 */
export function createScheduleTimer(
  clock: Clock,
  rules: RuleStore,
  fire: (due: RuleRecord, next: RuleRecord) => void,
): ScheduleTimer {
  let running = false;
  let cancel: (() => void) | undefined;

  const arm = (): void => {
    cancel?.();
    cancel = undefined;
    const next = Math.min(...rules.all().map(({ nextFire }) => nextFire ?? Number.POSITIVE_INFINITY));
    if (running && Number.isFinite(next)) cancel = clock.at(Math.max(next, clock.now()), tick);
  };
  const tick = (): void => {
    for (const rule of rules.all()) {
      if (rule.nextFire !== undefined && rule.nextFire <= clock.now()) fire(rule, withNextFire(rule, clock.now()));
    }
    arm();
  };
  return {
    start() {
      running = true;
      arm();
    },
    rearm: arm,
    close() {
      running = false;
      cancel?.();
    },
  };
}
