import type { MetricStore } from '../metrics/metric-store.ts';
import { runQueries } from '../metrics/run-queries.ts';
import type { AlarmState, MetricAlarmRecord } from './alarm-record.ts';
import { evaluateAlarm, evaluationRange } from './evaluate-alarm.ts';
import { metricAlarmRule } from './metric-alarm-rule.ts';

/** What an evaluation found: a state, nothing new, or why it could not be made. */
export type Assessment = { state: AlarmState | undefined } | { error: string };

/** Evaluates one alarm over the periods that end at `boundary` (epoch ms). */
export function assessMetricAlarm(
  metrics: MetricStore,
  { config }: MetricAlarmRecord,
  boundary: number,
  now: number,
): Assessment {
  try {
    const rule = metricAlarmRule(config, true);
    const length = evaluationRange(rule.evaluationPeriods);
    const periodMs = rule.period * 1000;
    const start = boundary - length * periodMs;
    const [result] = runQueries(metrics, rule.queries, () => ({ start, end: boundary, periodMs }));
    const range = Array.from({ length }, (_, index) => {
      const time = start + index * periodMs;
      return { time, value: result?.points.get(time) };
    });
    return { state: evaluateAlarm(rule, range, now) };
  } catch (cause) {
    return { error: (cause as Error).message };
  }
}
