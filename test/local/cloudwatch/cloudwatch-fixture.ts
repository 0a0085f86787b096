import { CloudWatchClient, PutMetricAlarmCommand, type PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { type CloudWatchOptions, createCloudWatch } from '#local/cloudwatch/create-cloudwatch.ts';
import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { manualClock } from '#local/time/manual-clock.ts';

export const NOON = Date.UTC(2026, 10, 22, 12);
/** Between two evaluations: the one for the period that ended at noon is over. */
export const BEGIN = NOON + 500;

/** CloudWatch on a clock that stands still just after noon, behind the real SDK client. */
export async function openCloudWatch(over: Partial<CloudWatchOptions> = {}, clock = manualClock(BEGIN)) {
  const events: ServiceEvent[] = [];
  const cloudWatch = createCloudWatch({ dir: ':memory:', clock, emit: (event) => events.push(event), ...over });
  const endpoint = await startEndpoint(0, [cloudWatch.service]);
  const client = new CloudWatchClient({
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
    maxAttempts: 1,
  });
  cloudWatch.start();
  return {
    ...cloudWatch,
    clock,
    events,
    client,
    putAlarm: (alarm: Partial<PutMetricAlarmInput> = {}) =>
      client.send(new PutMetricAlarmCommand({ ...errorsAlarm, ...alarm })),
    /** One measurement of the metric that `errorsAlarm` watches, now. */
    errors: (value: number) =>
      cloudWatch.record({
        namespace: 'AWS/ApplicationELB',
        metricName: 'Errors',
        dimensions: { LoadBalancer: 'app/web' },
        value,
        time: clock.now(),
      }),
    async close() {
      cloudWatch.close();
      client.destroy();
      await endpoint.close();
    },
  };
}

export const errorsAlarm: PutMetricAlarmInput = {
  AlarmName: 'errors',
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'LoadBalancer', Value: 'app/web' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};
