import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '#local/storage/database.ts';

/** A secret without its values. Times are epoch ms. */
export interface Secret {
  name: string;
  arn: string;
  description: string | null;
  kmsKeyId: string | null;
  /** JSON list of `{ Key, Value }`. */
  tags: string;
  createdAt: number;
  changedAt: number;
  deletedAt: number | null;
  /** When a deleted secret can no longer be restored. */
  purgeAt: number | null;
}

export interface SecretVersion {
  arn: string;
  id: string;
  text: string | null;
  bytes: Uint8Array | null;
  createdAt: number;
  /** JSON list of stages: `["AWSCURRENT"]`. */
  stages: string;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS secret (
  name TEXT PRIMARY KEY, arn TEXT NOT NULL UNIQUE, description TEXT, kmsKeyId TEXT, tags TEXT NOT NULL,
  createdAt INTEGER NOT NULL, changedAt INTEGER NOT NULL, deletedAt INTEGER, purgeAt INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS version (
  arn TEXT NOT NULL REFERENCES secret(arn) ON DELETE CASCADE, id TEXT NOT NULL, text TEXT, bytes BLOB,
  createdAt INTEGER NOT NULL, stages TEXT NOT NULL, PRIMARY KEY (arn, id)
) STRICT;`;

/** The secrets of one installation: plain rows, in an order that paging can rely on. */
export interface SecretStore {
  database: DatabaseSync;
  find(nameOrArn: string): Secret | undefined;
  list(): Secret[];
  save(secret: Secret): void;
  remove(arn: string): void;
  versions(arn: string): SecretVersion[];
  saveVersion(version: SecretVersion): void;
}

/** Opens `secrets.sqlite` in `dir`, or a store in memory for ':memory:'. */
export function openSecretStore(dir: string): SecretStore {
  const database = openDatabase(dir === ':memory:' ? dir : join(dir, 'secrets.sqlite'), SCHEMA);
  database.exec('PRAGMA foreign_keys = ON');
  const find = database.prepare(
    'SELECT * FROM secret WHERE name = :id OR arn = :id OR substr(arn, 1, length(arn) - 7) = :id',
  );
  const list = database.prepare('SELECT * FROM secret ORDER BY name');
  const save = database.prepare(`
    INSERT INTO secret VALUES (:name, :arn, :description, :kmsKeyId, :tags, :createdAt, :changedAt, :deletedAt, :purgeAt)
    ON CONFLICT (name) DO UPDATE SET description = :description, kmsKeyId = :kmsKeyId, tags = :tags,
      changedAt = :changedAt, deletedAt = :deletedAt, purgeAt = :purgeAt`);
  const remove = database.prepare('DELETE FROM secret WHERE arn = ?');
  const versions = database.prepare('SELECT * FROM version WHERE arn = ? ORDER BY createdAt, rowid');
  const saveVersion = database.prepare(`
    INSERT INTO version VALUES (:arn, :id, :text, :bytes, :createdAt, :stages)
    ON CONFLICT (arn, id) DO UPDATE SET stages = :stages`);
  return {
    database,
    find: (id) => find.get({ id }) as Secret | undefined,
    list: () => list.all() as unknown as Secret[],
    save: (secret) => void save.run({ ...secret }),
    remove: (arn) => void remove.run(arn),
    versions: (arn) => versions.all(arn) as unknown as SecretVersion[],
    saveVersion: (version) => void saveVersion.run({ ...version }),
  };
}
