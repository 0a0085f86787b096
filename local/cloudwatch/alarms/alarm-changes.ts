import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../../storage/database.ts';
import type { Outbox } from '../outbox.ts';
import { type ConfigurationOperation, configurationChangeEvent, stateChangeEvent } from './alarm-event.ts';
import type { AlarmRecord, AlarmState } from './alarm-record.ts';
import type { AlarmStore } from './alarm-store.ts';
import { configurationUpdate, executedActions, stateUpdate } from './history-entries.ts';
import type { HistoryStore } from './history-store.ts';

/** Every change of an alarm. Alarm, history row and event are one transaction; the event is handed over by the outbox. */
export interface AlarmChanges {
  /** Runs several changes as one: all are on disk when it returns, then their events are handed over. */
  together(change: () => void): void;
  configure(record: AlarmRecord): void;
  remove(record: AlarmRecord): void;
  transition(record: AlarmRecord, state: AlarmState, now: number): void;
}

export interface AlarmTables {
  database: DatabaseSync;
  store: AlarmStore;
  history: HistoryStore;
  outbox: Outbox;
}

export function createAlarmChanges({ database, store, history, outbox }: AlarmTables): AlarmChanges {
  const noteConfiguration = (operation: ConfigurationOperation, record: AlarmRecord, previous?: AlarmRecord): void => {
    history.add(configurationUpdate(operation, record, previous));
    outbox.add(configurationChangeEvent(operation, record, previous, record.configuredAt));
  };
  return {
    together(change) {
      transaction(database, change);
      if (!database.isTransaction) outbox.drain();
    },
    configure(record) {
      const previous = store.get(record.name);
      store.save(record);
      noteConfiguration(previous ? 'update' : 'create', record, previous);
    },
    remove(record) {
      store.remove(record.name);
      noteConfiguration('delete', record);
    },
    transition(record, state, now) {
      const moved = record.state.value !== state.value;
      const stateTransitionedAt = moved ? now : record.stateTransitionedAt;
      const after: AlarmRecord = { ...record, state, stateUpdatedAt: now, stateTransitionedAt };
      store.save(after);
      if (!moved) return;
      history.add(stateUpdate(record, after));
      for (const entry of executedActions(after)) history.add(entry);
      outbox.add(stateChangeEvent(record, after, now));
    },
  };
}
