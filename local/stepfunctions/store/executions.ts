import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Execution, ExecutionStatus } from '../engine/execution.ts';
import type { Frame } from '../engine/frame.ts';

export interface Listed {
  id: number;
  execution: Execution;
}

export interface ExecutionStore {
  create(execution: Execution): void;
  update(execution: Execution): void;
  get(arn: string): Execution | undefined;
  running(): Execution[];
  /** Newest first: at most `limit` executions of a machine that are older than the one with id `before`. */
  list(machineArn: string, status: ExecutionStatus | undefined, before: number, limit: number): Listed[];
  frames(arn: string): Frame[];
  putFrame(arn: string, frame: Frame): void;
  removeFrame(arn: string, id: string): void;
}

type Row = Record<string, SQLOutputValue>;

export function executionStore(database: DatabaseSync): ExecutionStore {
  const insert = database.prepare(
    'INSERT INTO executions (arn, machine_arn, status, input, record) VALUES (?, ?, ?, ?, ?)',
  );
  const update = database.prepare('UPDATE executions SET status = ?, record = ? WHERE arn = ?');
  const select = database.prepare('SELECT * FROM executions WHERE arn = ?');
  const running = database.prepare("SELECT * FROM executions WHERE status = 'RUNNING' ORDER BY id");
  const page = database.prepare(
    'SELECT * FROM executions WHERE machine_arn = ? AND id < ? AND (? IS NULL OR status = ?) ORDER BY id DESC LIMIT ?',
  );
  const frames = database.prepare('SELECT data FROM frames WHERE execution_arn = ? ORDER BY id');
  const putFrame = database.prepare('INSERT OR REPLACE INTO frames (execution_arn, id, data) VALUES (?, ?, ?)');
  const removeFrame = database.prepare('DELETE FROM frames WHERE execution_arn = ? AND id = ?');
  return {
    create: (e) => void insert.run(e.arn, e.machine.arn, e.status, e.input, recordOf(e)),
    update: (e) => void update.run(e.status, recordOf(e), e.arn),
    get(arn) {
      const row = select.get(arn);
      return row ? fromRow(row) : undefined;
    },
    running: () => running.all().map(fromRow),
    list: (machineArn, status, before, limit) =>
      page
        .all(machineArn, before, status ?? null, status ?? null, limit)
        .map((row) => ({ id: Number(row['id']), execution: fromRow(row) })),
    frames: (arn) => frames.all(arn).map((row) => JSON.parse(String(row['data']))),
    putFrame: (arn, frame) => void putFrame.run(arn, frame.id, JSON.stringify(frame)),
    removeFrame: (arn, id) => void removeFrame.run(arn, id),
  };
}

/** The input can be large and never changes: it is written once, apart from the record. */
function recordOf({ input: _, ...record }: Execution): string {
  return JSON.stringify(record);
}

const fromRow = (row: Row): Execution => ({ ...JSON.parse(String(row['record'])), input: String(row['input']) });
