import { join } from 'node:path';
import * as cw from '@aws-sdk/client-cloudwatch';
import type { Emit } from '../eventbridge/aws-event.ts';
import type { HttpService } from '../http/http-service.ts';
import { jsonService } from '../http/json-service.ts';
import { openDatabase } from '../storage/database.ts';
import type { Clock } from '../time/clock.ts';
import { createAlarmChanges } from './alarms/alarm-changes.ts';
import { evaluateAlarms } from './alarms/alarm-evaluator.ts';
import type { StateValue } from './alarms/alarm-record.ts';
import { ALARM_SCHEMA, type AlarmStore, createAlarmStore } from './alarms/alarm-store.ts';
import { createEvaluationSchedule, evaluationStepMs, type ScheduledAlarm } from './alarms/evaluation-schedule.ts';
import { createHistoryStore, HISTORY_SCHEMA } from './alarms/history-store.ts';
import { metricAlarmRule } from './alarms/metric-alarm-rule.ts';
import { evaluateComposites } from './composite/evaluate-composites.ts';
import type { RecordMetric } from './metric-sample.ts';
import { createMetricRecorder } from './metrics/metric-recorder.ts';
import { openMetricStore } from './metrics/metric-store.ts';
import { cloudWatchOperations } from './operations/cloudwatch-operations.ts';
import { createOutbox, OUTBOX_SCHEMA } from './outbox.ts';

export interface CloudWatchOptions {
  /** Folder of the two database files, or `:memory:`. */
  dir: string;
  clock: Clock;
  /** Where alarm events go: EventBridge's default bus. */
  emit: Emit;
  /** Allows alarm periods of 1, 2 and 5 s, which AWS refuses. */
  shortPeriods?: boolean;
  /** How long after a period's end its data is waited for. */
  ingestionDelayMs?: number;
}

export interface CloudWatch {
  service: HttpService;
  /** Takes one measurement. Cheap enough for once per request; on disk within a second. */
  record: RecordMetric;
  /** The state of the alarm; undefined when there is none of that name. */
  alarmState(name: string): StateValue | undefined;
  /** Begins to evaluate alarms and to write metrics once a second, and hands over events left by a crash. */
  start(): void;
  close(): void;
}

const DEFAULT_INGESTION_DELAY_MS = 100;

/** CloudWatch metrics and alarms on one machine. Alarms, their states, histories and events survive a crash at any moment. */
export function createCloudWatch(options: CloudWatchOptions): CloudWatch {
  const { dir, clock, shortPeriods = false, ingestionDelayMs = DEFAULT_INGESTION_DELAY_MS } = options;
  const file = (name: string): string => (dir === ':memory:' ? dir : join(dir, name));
  const database = openDatabase(file('cloudwatch-alarms.db'), ALARM_SCHEMA + HISTORY_SCHEMA + OUTBOX_SCHEMA);
  const metrics = openMetricStore(file('cloudwatch-metrics.db'));
  const recorder = createMetricRecorder(metrics, clock);
  const store = createAlarmStore(database);
  const history = createHistoryStore(database);
  const outbox = createOutbox(database, options.emit);
  const changes = createAlarmChanges({ database, store, history, outbox });
  const schedule = createEvaluationSchedule({
    clock,
    ingestionDelayMs,
    alarms: () => scheduled(store),
    evaluate(due) {
      recorder.flush();
      evaluateAlarms({ metrics, store, changes, now: clock.now }, due);
      outbox.drain();
    },
  });
  const room = { store, history, changes, shortPeriods, now: clock.now, rearm: schedule.rearm };
  const operations = cloudWatchOperations(room, metrics, recorder.flush);
  return {
    service: jsonService({ name: 'monitoring', target: 'GraniteServiceVersion20100801', sdk: cw, operations }),
    record: recorder.record,
    alarmState: (name) => store.get(name)?.state.value,
    start() {
      recorder.start();
      changes.together(() => evaluateComposites(store, changes, clock.now()));
      schedule.start();
    },
    close() {
      schedule.close();
      recorder.close();
      metrics.close();
      database.close();
    },
  };
}

function scheduled(store: AlarmStore): ScheduledAlarm[] {
  return store.all().flatMap((alarm) => {
    if (alarm.type !== 'MetricAlarm') return [];
    const { period } = metricAlarmRule(alarm.config, true);
    return [{ name: alarm.name, everyMs: evaluationStepMs(period) }];
  });
}
