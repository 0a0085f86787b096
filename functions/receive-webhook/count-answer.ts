import type { WebhookAnswer } from './receive-webhook.ts';

const OUTCOMES: Record<number, string> = {
  200: 'passed over',
  202: 'accepted',
  401: 'unauthentic',
  404: 'unknown repository',
  503: 'unavailable',
};

/**
 * One log line that CloudWatch turns into a metric: how many webhooks had which outcome. Alarms watch `unavailable`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function countAnswer({ status }: Pick<WebhookAnswer, 'status'>, now: number): string {
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: 'Bakewatch', Dimensions: [['Outcome']], Metrics: [{ Name: 'Webhooks', Unit: 'Count' }] },
      ],
    },
    Outcome: OUTCOMES[status] ?? 'malformed',
    Webhooks: 1,
  });
}
