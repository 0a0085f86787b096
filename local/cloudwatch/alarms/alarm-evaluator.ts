import { evaluateComposites } from '../composite/evaluate-composites.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import type { AlarmChanges } from './alarm-changes.ts';
import type { MetricAlarmRecord } from './alarm-record.ts';
import type { AlarmStore } from './alarm-store.ts';
import { assessMetricAlarm } from './assess-metric-alarm.ts';

interface EvaluatorParts {
  metrics: MetricStore;
  store: AlarmStore;
  changes: AlarmChanges;
  now: () => number;
}

/** Evaluates the metric alarms named over the periods that end at `boundary` (epoch ms), then the composites above them. */
export function evaluateAlarms(parts: EvaluatorParts, due: { name: string; boundary: number }[]): void {
  for (const { name, boundary } of due) {
    const alarm = parts.store.get(name);
    if (alarm?.type === 'MetricAlarm') evaluateOne(parts, alarm, boundary);
  }
}

function evaluateOne(
  { metrics, store, changes, now }: EvaluatorParts,
  alarm: MetricAlarmRecord,
  boundary: number,
): void {
  const time = now();
  const found = assessMetricAlarm(metrics, alarm, boundary, time);
  const { evaluationError, ...evaluable } = alarm;
  if ('error' in found) {
    if (evaluationError !== found.error) store.save({ ...alarm, evaluationError: found.error, stateUpdatedAt: time });
    return;
  }
  if (evaluationError !== undefined) store.save({ ...evaluable, stateUpdatedAt: time });
  const { state } = found;
  if (state === undefined || state.value === alarm.state.value) return;
  changes.together(() => {
    changes.transition(evaluable, state, time);
    evaluateComposites(store, changes, time);
  });
}
