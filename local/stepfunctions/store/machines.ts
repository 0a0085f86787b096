import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

export interface Machine {
  /** Grows with each creation: the order of lists and the position of their tokens. */
  id: number;
  arn: string;
  name: string;
  roleArn: string;
  definitionHash: string;
  /** Undefined until the first update, as on AWS. */
  revision: string | undefined;
  createdAt: number;
  updatedAt: number;
}

export interface MachineStore {
  create(machine: Omit<Machine, 'id'>): void;
  update(machine: Machine): void;
  remove(arn: string): void;
  get(arn: string): Machine | undefined;
  /** At most `limit` machines created after the one with id `after`. */
  list(after: number, limit: number): Machine[];
}

type Row = Record<string, SQLOutputValue>;

export function machineStore(database: DatabaseSync): MachineStore {
  const insert = database.prepare(
    'INSERT INTO machines (arn, name, role_arn, definition_hash, revision, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const update = database.prepare(
    'UPDATE machines SET role_arn = ?, definition_hash = ?, revision = ?, updated_at = ? WHERE arn = ?',
  );
  const remove = database.prepare('DELETE FROM machines WHERE arn = ?');
  const select = database.prepare('SELECT * FROM machines WHERE arn = ?');
  const page = database.prepare('SELECT * FROM machines WHERE id > ? ORDER BY id LIMIT ?');
  return {
    create: (m) =>
      void insert.run(m.arn, m.name, m.roleArn, m.definitionHash, m.revision ?? null, m.createdAt, m.updatedAt),
    update: (m) => void update.run(m.roleArn, m.definitionHash, m.revision ?? null, m.updatedAt, m.arn),
    remove: (arn) => void remove.run(arn),
    get(arn) {
      const row = select.get(arn);
      return row ? fromRow(row) : undefined;
    },
    list: (after, limit) => page.all(after, limit).map(fromRow),
  };
}

const fromRow = (row: Row): Machine => ({
  id: Number(row['id']),
  arn: String(row['arn']),
  name: String(row['name']),
  roleArn: String(row['role_arn']),
  definitionHash: String(row['definition_hash']),
  revision: row['revision'] === null ? undefined : String(row['revision']),
  createdAt: Number(row['created_at']),
  updatedAt: Number(row['updated_at']),
});
