import type { DatabaseSync } from 'node:sqlite';
import type { Emit, ServiceEvent } from '../eventbridge/aws-event.ts';
import { openDatabase, transaction } from '../storage/database.ts';
import type {
  ClusterRecord,
  DeploymentRecord,
  RevisionRecord,
  RolloutRecord,
  RunTokenRecord,
  ServiceRecord,
  TaskDefinitionRecord,
  TaskRecord,
} from './records.ts';

export interface Table<T extends { arn: string }> {
  get(arn: string): T | undefined;
  list(): T[];
  put(record: T): void;
  /** Replaces the given fields. Throws when there is no such record. */
  update(arn: string, changes: Partial<T>): T;
  delete(arn: string): void;
}

export interface Store {
  clusters: Table<ClusterRecord>;
  taskDefinitions: Table<TaskDefinitionRecord>;
  services: Table<ServiceRecord>;
  deployments: Table<DeploymentRecord>;
  revisions: Table<RevisionRecord>;
  rollouts: Table<RolloutRecord>;
  tasks: Table<TaskRecord>;
  runTokens: Table<RunTokenRecord>;
  /** Makes all changes and events of `change` durable together, then hands the events over. */
  commit<T>(change: () => T): T;
  /** Queues an event; only inside `commit`. */
  publish(event: ServiceEvent): void;
  /** Hands over what a crash left behind. */
  flush(): void;
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (kind TEXT, arn TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, arn)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY, json TEXT NOT NULL);
`;

/** ECS's memory: read from memory, written through to SQLite. Events leave through an outbox, so none is lost between commit and delivery. */
export function openStore(file: string, emit: Emit): Store {
  const database = openDatabase(file, SCHEMA);
  const loaders: (() => void)[] = [];
  const flush = (): void => deliver(database, emit);
  return {
    clusters: table(database, 'cluster', loaders),
    taskDefinitions: table(database, 'task-definition', loaders),
    services: table(database, 'service', loaders),
    deployments: table(database, 'deployment', loaders),
    revisions: table(database, 'revision', loaders),
    rollouts: table(database, 'rollout', loaders),
    tasks: table(database, 'task', loaders),
    runTokens: table(database, 'run-token', loaders),
    commit(change) {
      if (database.isTransaction) return change();
      const result = committed(database, change, loaders);
      flush();
      return result;
    },
    publish: (event) => void database.prepare('INSERT INTO outbox (json) VALUES (?)').run(JSON.stringify(event)),
    flush,
    close: () => database.close(),
  };
}

/** A change that fails leaves no trace, in memory neither. */
function committed<T>(database: DatabaseSync, change: () => T, loaders: (() => void)[]): T {
  try {
    return transaction(database, change);
  } catch (error) {
    for (const load of loaders) load();
    throw error;
  }
}

/** What cannot be handed over stays for the next time: a bus that fails must not make a committed change look as if it had failed. */
function deliver(database: DatabaseSync, emit: Emit): void {
  try {
    const waiting = database.prepare('SELECT id, json FROM outbox ORDER BY id').all();
    if (waiting.length === 0) return;
    for (const { json } of waiting) emit(JSON.parse(String(json)) as ServiceEvent);
    database.prepare('DELETE FROM outbox WHERE id <= ?').run(Number(waiting.at(-1)?.['id']));
  } catch (error) {
    console.error('The events of ECS could not be handed over; they are kept.', error);
  }
}

function table<T extends { arn: string }>(database: DatabaseSync, kind: string, loaders: (() => void)[]): Table<T> {
  const records = new Map<string, T>();
  const load = (): void => {
    records.clear();
    for (const row of database.prepare('SELECT arn, json FROM records WHERE kind = ?').all(kind)) {
      records.set(String(row['arn']), JSON.parse(String(row['json'])) as T);
    }
  };
  load();
  loaders.push(load);
  const write = database.prepare('INSERT OR REPLACE INTO records (kind, arn, json) VALUES (?, ?, ?)');
  const erase = database.prepare('DELETE FROM records WHERE kind = ? AND arn = ?');
  const put = (record: T): void => {
    write.run(kind, record.arn, JSON.stringify(record));
    records.set(record.arn, record);
  };
  return {
    get: (arn) => records.get(arn),
    list: () => [...records.values()],
    put,
    update(arn, changes) {
      const before = records.get(arn);
      if (!before) throw new Error(`There is no ${kind} ${arn}.`);
      const after = { ...before, ...changes };
      put(after);
      return after;
    },
    delete(arn) {
      erase.run(kind, arn);
      records.delete(arn);
    },
  };
}
