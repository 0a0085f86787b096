import type { DatabaseSync } from 'node:sqlite';
import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';
import { transaction } from '#local/storage/database.ts';
import { stateChange } from './build-event.ts';
import type { BuildProcess, BuildRecord } from './build-record.ts';

export const BUILD_TABLES = `
  CREATE TABLE IF NOT EXISTS builds (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, project TEXT NOT NULL,
    token TEXT UNIQUE, complete INTEGER NOT NULL, build TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS waiting_builds ON builds (seq) WHERE complete = 0;
  CREATE TABLE IF NOT EXISTS processes (build TEXT NOT NULL, process TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);
`;

export interface BuildStore {
  add(build: BuildRecord, token: string | undefined): void;
  find(id: string): BuildRecord | undefined;
  findByToken(token: string): BuildRecord | undefined;
  /** Build ids, newest first, of one project or of all. */
  list(project?: string): string[];
  /** Builds that have not ended, oldest first. */
  unfinished(): BuildRecord[];
  /** The highest build number of a project so far. */
  lastNumber(project: string): number;
  /** Changes a build that has not ended; undefined when it has (whoever ended it first wins). */
  change(id: string, apply: (build: BuildRecord) => BuildRecord): BuildRecord | undefined;
  /** Remembers a process group of a build until `forgetProcesses`: what a crash leaves is found by it. */
  addProcess(id: string, process: BuildProcess): void;
  forgetProcesses(id: string): void;
  /** Process groups that were not forgotten, by build id. */
  leftoverProcesses(): Map<string, BuildProcess[]>;
  /** Hands over every event committed with a change: again after a crash, so at least once. */
  drainEvents(emit: (event: ServiceEvent) => void): void;
}

/** Builds and their events: a change and the event that tells of it are one transaction. */
export function buildStore(database: DatabaseSync): BuildStore {
  const read = (row: unknown): BuildRecord | undefined => row && JSON.parse((row as { build: string }).build);
  const find = (id: string) => read(database.prepare('SELECT build FROM builds WHERE id = ?').get(id));
  const tell = (build: BuildRecord) =>
    database.prepare('INSERT INTO outbox (event) VALUES (?)').run(JSON.stringify(stateChange(build)));

  return {
    find,
    findByToken: (token) => read(database.prepare('SELECT build FROM builds WHERE token = ?').get(token)),
    add: (build, token) =>
      transaction(database, () => {
        database
          .prepare('INSERT INTO builds (id, project, token, complete, build) VALUES (?, ?, ?, 0, ?)')
          .run(build.id, build.project.name, token ?? null, JSON.stringify(build));
        tell(build);
      }),
    list: (project) =>
      database
        .prepare('SELECT id FROM builds WHERE ? IS NULL OR project = ? ORDER BY seq DESC')
        .all(project ?? null, project ?? null)
        .map((row) => String(row['id'])),
    unfinished: () =>
      database
        .prepare('SELECT build FROM builds WHERE complete = 0 ORDER BY seq')
        .all()
        .map((row) => JSON.parse(String(row['build']))),
    lastNumber: (project) =>
      read(database.prepare('SELECT build FROM builds WHERE project = ? ORDER BY seq DESC LIMIT 1').get(project))
        ?.number ?? 0,
    change: (id, apply) =>
      transaction(database, () => {
        const before = find(id);
        if (before?.status !== 'IN_PROGRESS') return undefined;
        const after = apply(before);
        database
          .prepare('UPDATE builds SET build = ?, complete = ? WHERE id = ?')
          .run(JSON.stringify(after), after.status === 'IN_PROGRESS' ? 0 : 1, id);
        if (after.status !== before.status) tell(after);
        return after;
      }),
    addProcess: (id, started) =>
      void database.prepare('INSERT INTO processes VALUES (?, ?)').run(id, JSON.stringify(started)),
    forgetProcesses: (id) => void database.prepare('DELETE FROM processes WHERE build = ?').run(id),
    leftoverProcesses: () => {
      const rows = database.prepare('SELECT build, process FROM processes').all();
      const byBuild = Map.groupBy(rows, (row) => String(row['build']));
      return new Map([...byBuild].map(([id, found]) => [id, found.map((row) => JSON.parse(String(row['process'])))]));
    },
    drainEvents: (emit) => {
      for (const row of database.prepare('SELECT seq, event FROM outbox ORDER BY seq').all()) {
        emit(JSON.parse(String(row['event'])));
        database.prepare('DELETE FROM outbox WHERE seq = ?').run(row['seq'] as number);
      }
    },
  };
}
