import type { DatabaseSync } from 'node:sqlite';
import { openDatabase, transaction } from '../../storage/database.ts';
import { type Bucket, emptyBucket, mergeInto } from './bucket.ts';
import { dimensionsKey, dimensionsOfKey, type MetricIdentity } from './metric-identity.ts';

/** One bucket of one metric, as it is written: several rows may share metric and time; reading merges them. */
export interface MetricRow extends MetricIdentity {
  unit: string;
  /** Epoch ms of the bucket's start. */
  time: number;
  bucket: Bucket;
}

export interface MetricStore {
  append(rows: MetricRow[]): void;
  /** Buckets with `start <= time < end` (epoch ms), oldest first. Without `unit`: of every unit. */
  read(
    metric: MetricIdentity,
    unit: string | undefined,
    start: number,
    end: number,
  ): { time: number; bucket: Bucket }[];
  list(): (MetricIdentity & { lastTime: number })[];
  /** Merges seconds older than three hours into minutes and forgets what is older than 15 days, as AWS does. */
  compact(now: number): void;
  close(): void;
}

/** Metrics may lose their last moment in a power cut (AWS loses more), so this file is not synced at every commit. */
const SCHEMA = `
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS metric (
  id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL, dimensions TEXT NOT NULL, unit TEXT NOT NULL,
  last_time INTEGER NOT NULL, UNIQUE (namespace, name, dimensions, unit)
);
CREATE TABLE IF NOT EXISTS point (
  metric INTEGER NOT NULL, time INTEGER NOT NULL,
  count REAL NOT NULL, sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, sample TEXT
);
CREATE INDEX IF NOT EXISTS point_by_time ON point (metric, time);
`;

const HOUR = 3_600_000;

export function openMetricStore(file: string): MetricStore {
  const database = openDatabase(file, SCHEMA);
  const append = writer(database);
  return {
    append: (rows) => transaction(database, () => append(rows)),
    read: reader(database),
    list: lister(database),
    compact: (now) => transaction(database, () => compact(database, now)),
    close: () => database.close(),
  };
}

function writer(database: DatabaseSync): (rows: MetricRow[]) => void {
  const upsert = database.prepare(
    `INSERT INTO metric (namespace, name, dimensions, unit, last_time) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET last_time = max(last_time, excluded.last_time) RETURNING id`,
  );
  const insert = insertPoint(database);
  return (rows) => {
    for (const { namespace, metricName, dimensions, unit, time, bucket } of rows) {
      const metric = upsert.get(namespace, metricName, dimensionsKey(dimensions), unit, time) as { id: number };
      insert(metric.id, time, bucket);
    }
  };
}

function insertPoint(database: DatabaseSync): (metric: number, time: number, bucket: Bucket) => void {
  const insert = database.prepare('INSERT INTO point VALUES (?, ?, ?, ?, ?, ?, ?)');
  return (metric, time, { count, sum, min, max, values }) =>
    void insert.run(metric, time, count, sum, min, max, values ? JSON.stringify([...values]) : null);
}

interface PointRow {
  metric: number;
  time: number;
  count: number;
  sum: number;
  min: number;
  max: number;
  sample: string | null;
}

const bucketOf = ({ count, sum, min, max, sample }: PointRow): Bucket => ({
  count,
  sum,
  min,
  max,
  ...(sample === null ? {} : { values: new Map(JSON.parse(sample) as [number, number][]) }),
});

function reader(database: DatabaseSync): MetricStore['read'] {
  const select = database.prepare(
    `SELECT point.* FROM point JOIN metric ON metric.id = point.metric
     WHERE namespace = ? AND name = ? AND dimensions = ? AND (? IS NULL OR unit = ?) AND time >= ? AND time < ? ORDER BY time`,
  );
  return ({ namespace, metricName, dimensions }, unit, start, end) => {
    const wanted = unit ?? null;
    const rows = select.all(namespace, metricName, dimensionsKey(dimensions), wanted, wanted, start, end);
    return (rows as unknown as PointRow[]).map((row) => ({ time: row.time, bucket: bucketOf(row) }));
  };
}

function lister(database: DatabaseSync): MetricStore['list'] {
  const select = database.prepare(
    `SELECT namespace, name, dimensions, max(last_time) AS lastTime FROM metric
     GROUP BY namespace, name, dimensions ORDER BY namespace, name, dimensions`,
  );
  return () =>
    (select.all() as { namespace: string; name: string; dimensions: string; lastTime: number }[]).map(
      ({ namespace, name, dimensions, lastTime }) => {
        return { namespace, metricName: name, dimensions: dimensionsOfKey(dimensions), lastTime };
      },
    );
}

function compact(database: DatabaseSync, now: number): void {
  database.prepare('DELETE FROM point WHERE time < ?').run(now - 15 * 24 * HOUR);
  const before = Math.floor((now - 3 * HOUR) / 60_000) * 60_000;
  const seconds = database
    .prepare(
      'SELECT * FROM point WHERE time < ? AND (metric, time / 60000) IN (SELECT metric, time / 60000 FROM point WHERE time < ? AND time % 60000 <> 0)',
    )
    .all(before, before) as unknown as PointRow[];
  const minutes = new Map<string, { metric: number; time: number; bucket: Bucket }>();
  for (const row of seconds) {
    const time = Math.floor(row.time / 60_000) * 60_000;
    const key = `${row.metric}/${time}`;
    const minute = minutes.get(key) ?? { metric: row.metric, time, bucket: emptyBucket() };
    mergeInto(minute.bucket, bucketOf(row));
    minutes.set(key, minute);
  }
  const remove = database.prepare('DELETE FROM point WHERE metric = ? AND time >= ? AND time < ?');
  const insert = insertPoint(database);
  for (const { metric, time, bucket } of minutes.values()) {
    remove.run(metric, time, time + 60_000);
    insert(metric, time, bucket);
  }
}
