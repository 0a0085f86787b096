import { join } from 'node:path';
import { openDatabase, transaction } from '#local/storage/database.ts';
import { type DefinitionStore, definitionStore } from './definitions.ts';
import { type ExecutionStore, executionStore } from './executions.ts';
import { type HistoryStore, historyStore } from './history.ts';
import { type MachineStore, machineStore } from './machines.ts';
import { type Outbox, outbox } from './outbox.ts';
import { SCHEMA } from './schema.ts';
import { type VersionStore, versionStore } from './versions.ts';

/** All durable state of the service, in one SQLite file. */
export interface Store {
  definitions: DefinitionStore;
  machines: MachineStore;
  versions: VersionStore;
  executions: ExecutionStore;
  history: HistoryStore;
  outbox: Outbox;
  /** All of `change` is on disk when this returns, or none of it. */
  commit<T>(change: () => T): T;
  close(): void;
}

export function openStore(dir: string): Store {
  const database = openDatabase(dir === ':memory:' ? dir : join(dir, 'stepfunctions.sqlite'), SCHEMA);
  return {
    definitions: definitionStore(database),
    machines: machineStore(database),
    versions: versionStore(database),
    executions: executionStore(database),
    history: historyStore(database),
    outbox: outbox(database),
    commit: (change) => transaction(database, change),
    close: () => database.close(),
  };
}
