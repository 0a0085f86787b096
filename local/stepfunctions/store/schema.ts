/** Times are epoch ms; `record`, `data`, `details` and `event` are JSON. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS definitions (hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS machines (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role_arn TEXT NOT NULL,
    definition_hash TEXT NOT NULL, revision TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS versions (
    arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL, UNIQUE (machine_arn, number)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS aliases (
    arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, record TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS executions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machine_arn TEXT NOT NULL, status TEXT NOT NULL,
    input TEXT NOT NULL, record TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS executions_by_machine ON executions (machine_arn, status, id);
  CREATE INDEX IF NOT EXISTS executions_by_status ON executions (status) WHERE status = 'RUNNING';
  CREATE TABLE IF NOT EXISTS frames (
    execution_arn TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (execution_arn, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS history (
    execution_arn TEXT NOT NULL, id INTEGER NOT NULL, type TEXT NOT NULL, previous INTEGER NOT NULL, time INTEGER NOT NULL,
    details TEXT NOT NULL, PRIMARY KEY (execution_arn, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);
`;
