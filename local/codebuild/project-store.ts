import type { DatabaseSync } from 'node:sqlite';
import type { ProjectRecord } from './build-record.ts';

export const PROJECT_TABLE = 'CREATE TABLE IF NOT EXISTS projects (name TEXT PRIMARY KEY, project TEXT NOT NULL);';

export interface ProjectStore {
  find(name: string): ProjectRecord | undefined;
  put(project: ProjectRecord): void;
  /** Forgets a project; its builds stay readable. */
  remove(name: string): void;
  names(): string[];
}

export function projectStore(database: DatabaseSync): ProjectStore {
  return {
    find: (name) => {
      const row = database.prepare('SELECT project FROM projects WHERE name = ?').get(name);
      return row && JSON.parse(String(row['project']));
    },
    put: (project) =>
      void database
        .prepare('INSERT OR REPLACE INTO projects (name, project) VALUES (?, ?)')
        .run(project.name, JSON.stringify(project)),
    remove: (name) => void database.prepare('DELETE FROM projects WHERE name = ?').run(name),
    names: () =>
      database
        .prepare('SELECT name FROM projects ORDER BY name')
        .all()
        .map((row) => String(row['name'])),
  };
}
