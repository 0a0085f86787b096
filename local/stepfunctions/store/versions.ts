import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

/** A published version: what a machine was when it was published. */
export interface Version {
  arn: string;
  machineArn: string;
  /** Counts from 1, per machine. */
  number: number;
  roleArn: string;
  definitionHash: string;
  revision: string | undefined;
  description: string | undefined;
  createdAt: number;
}

/** A name for a version, which may be given to another one later. */
export interface Alias {
  arn: string;
  machineArn: string;
  name: string;
  versionArn: string;
  description: string | undefined;
  createdAt: number;
  updatedAt: number;
}

export interface VersionStore {
  publish(version: Version): void;
  get(arn: string): Version | undefined;
  /** The newest one of a machine. */
  newest(machineArn: string): Version | undefined;
  putAlias(alias: Alias): void;
  getAlias(arn: string): Alias | undefined;
  /** Versions and aliases end with their machine. */
  removeOf(machineArn: string): void;
}

type Row = Record<string, SQLOutputValue>;

export function versionStore(database: DatabaseSync): VersionStore {
  const insert = database.prepare('INSERT INTO versions (arn, machine_arn, number, record) VALUES (?, ?, ?, ?)');
  const select = database.prepare('SELECT record FROM versions WHERE arn = ?');
  const newest = database.prepare('SELECT record FROM versions WHERE machine_arn = ? ORDER BY number DESC LIMIT 1');
  const putAlias = database.prepare('INSERT OR REPLACE INTO aliases (arn, machine_arn, record) VALUES (?, ?, ?)');
  const selectAlias = database.prepare('SELECT record FROM aliases WHERE arn = ?');
  const remove = database.prepare('DELETE FROM versions WHERE machine_arn = ?');
  const removeAliases = database.prepare('DELETE FROM aliases WHERE machine_arn = ?');
  return {
    publish: (v) => void insert.run(v.arn, v.machineArn, v.number, JSON.stringify(v)),
    get: (arn) => fromRow(select.get(arn)),
    newest: (machineArn) => fromRow(newest.get(machineArn)),
    putAlias: (a) => void putAlias.run(a.arn, a.machineArn, JSON.stringify(a)),
    getAlias: (arn) => fromRow(selectAlias.get(arn)),
    removeOf(machineArn) {
      removeAliases.run(machineArn);
      remove.run(machineArn);
    },
  };
}

const fromRow = <T>(row: Row | undefined): T | undefined => row && (JSON.parse(String(row['record'])) as T);
