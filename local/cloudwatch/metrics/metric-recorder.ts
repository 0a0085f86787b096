import type { Clock } from '../../time/clock.ts';
import type { MetricSample, RecordMetric } from '../metric-sample.ts';
import { addValue, emptyBucket } from './bucket.ts';
import { dimensionsKey } from './metric-identity.ts';
import type { MetricRow, MetricStore } from './metric-store.ts';

export interface MetricRecorder {
  record: RecordMetric;
  /** Writes what is held in memory; whoever reads the store calls it first. */
  flush(): void;
  start(): void;
  close(): void;
}

const FLUSH_EVERY_MS = 1000;
const COMPACT_EVERY_MS = 3_600_000;

/** Aggregates samples per metric and second in memory and writes them once a second: a crash loses at most that second. */
export function createMetricRecorder(store: MetricStore, clock: Clock): MetricRecorder {
  let pending = new Map<string, MetricRow>();
  let running = false;
  let cancel: (() => void) | undefined;
  let compactAt = clock.now() + COMPACT_EVERY_MS;

  const flush = (): void => {
    if (pending.size === 0) return;
    store.append([...pending.values()]);
    pending = new Map();
  };
  const arm = (): void => {
    if (!running || cancel) return;
    cancel = clock.at(clock.now() + FLUSH_EVERY_MS, () => {
      cancel = undefined;
      flush();
      if (clock.now() < compactAt) return;
      compactAt = clock.now() + COMPACT_EVERY_MS;
      store.compact(clock.now());
    });
  };
  return {
    record(sample) {
      count(pending, sample);
      arm();
    },
    flush,
    start() {
      running = true;
      if (pending.size > 0) arm();
    },
    close() {
      running = false;
      cancel?.();
      cancel = undefined;
      flush();
    },
  };
}

function count(pending: Map<string, MetricRow>, sample: MetricSample): void {
  const { namespace, metricName, dimensions, unit = 'None' } = sample;
  const time = Math.floor(sample.time / 1000) * 1000;
  const key = `${time}|${namespace}|${metricName}|${unit}|${dimensionsKey(dimensions)}`;
  let row = pending.get(key);
  if (!row) {
    row = { namespace, metricName, dimensions: { ...dimensions }, unit, time, bucket: emptyBucket() };
    pending.set(key, row);
  }
  addValue(row.bucket, sample.value);
}
