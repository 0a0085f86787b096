import { type CountedRequests, METRICS_NAMESPACE, type Metric } from '#core/metrics.ts';
import { DEAD_LETTERS, functionName, TABLE } from './installation.ts';

export interface WatchedMetric {
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  statistic: 'Sum' | 'Maximum';
  /** Seconds. */
  period: number;
}

/** The metrics by which Bakewatch is watched, as data: for its alarms, and for the dashboard. `period` is in seconds. */
export const own = (metric: Metric, statistic: WatchedMetric['statistic'], period: number): WatchedMetric => ({
  namespace: METRICS_NAMESPACE,
  metric,
  dimensions: {},
  statistic,
  period,
});

export const answered = (metric: CountedRequests, Outcome: string, period: number): WatchedMetric => ({
  namespace: METRICS_NAMESPACE,
  metric,
  dimensions: { Outcome },
  statistic: 'Sum',
  period,
});

export const ofFunction = (
  name: string,
  metric: 'Errors' | 'Throttles' | 'IteratorAge',
  period: number,
): WatchedMetric => ({
  namespace: 'AWS/Lambda',
  metric,
  dimensions: { FunctionName: functionName(name) },
  statistic: metric === 'IteratorAge' ? 'Maximum' : 'Sum',
  period,
});

export const ofTable = (metric: string, period: number): WatchedMetric => ({
  namespace: 'AWS/DynamoDB',
  metric,
  dimensions: { TableName: TABLE },
  statistic: 'Sum',
  period,
});

export const ofMachine = (StateMachineArn: string, metric: string, period: number): WatchedMetric => ({
  namespace: 'AWS/States',
  metric,
  dimensions: { StateMachineArn },
  statistic: 'Sum',
  period,
});

export const deadLetters = (period: number): WatchedMetric => ({
  namespace: 'AWS/SQS',
  metric: 'ApproximateNumberOfMessagesVisible',
  dimensions: { QueueName: DEAD_LETTERS },
  statistic: 'Maximum',
  period,
});
