/**
 * When releases may enter a stage, one rule of several: plain data, because it travels in the plan through the state machine.
 * `text` is the rule as it was written, for sentences; `zone` an IANA name.
 */
export type WindowRule = DayRangeRule | CronRule;

interface AnyRule {
  effect: 'allow' | 'deny';
  text: string;
  zone: string;
}

/** Holds while the zone's clocks show a time in [from, to) of one of the days: daylight saving needs no case of its own. */
export interface DayRangeRule extends AnyRule {
  kind: 'days';
  /** 0 is Sunday, as in cron. */
  days: number[];
  /** Minutes after the midnight that begins the day. `to` is more than 1440 when it ends on the next day. */
  from: number;
  to: number;
}

/** Holds for a length of real time from each firing. */
export interface CronRule extends AnyRule {
  kind: 'cron';
  /** Day of month, month and weekday of the pattern. */
  days: string;
  /** Minutes after midnight at which it fires on each of these days, ascending. */
  times: number[];
  /**
   * True when minute and hour are named rather than stepped (`30 2 * * *`, not `*\/30 * * * *`). As in other crons, such a time
   * counts once when the clock shows it twice, and when the clock skips it, right after.
   */
  named: boolean;
  forMs: number;
}
