import type { AlarmChanges } from '../alarms/alarm-changes.ts';
import type { AlarmStore } from '../alarms/alarm-store.ts';
import type { HistoryStore } from '../alarms/history-store.ts';

/** What the operations on alarms work with. */
export interface AlarmRoom {
  store: AlarmStore;
  history: HistoryStore;
  changes: AlarmChanges;
  now: () => number;
  shortPeriods: boolean;
  /** The set of alarms has changed: the evaluation is due anew. */
  rearm: () => void;
}
