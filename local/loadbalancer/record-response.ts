import type { MetricSample, RecordMetric } from '../cloudwatch/metric-sample.ts';

/** How one request ended. */
export interface Outcome {
  /** `client` gave up before the answer was complete. */
  answeredBy: 'target' | 'balancer' | 'client';
  status: number;
  /** Absent when there was no target to choose. */
  targetGroup?: string | undefined;
  /** From the request leaving the balancer to the first byte of the answer. */
  targetResponseSeconds?: number | undefined;
}

/** Names, units and dimensions: "CloudWatch metrics for your Application Load Balancer" in the ELB user guide. */
export function recordResponse(record: RecordMetric, loadBalancer: string, outcome: Outcome, time: number): void {
  const { targetGroup, targetResponseSeconds } = outcome;
  const both: Record<string, string>[] = [{ LoadBalancer: loadBalancer }];
  if (targetGroup) both.push({ LoadBalancer: loadBalancer, TargetGroup: targetGroup });
  const send = (metricName: string, value: number, dimensions: MetricSample['dimensions']): void =>
    record({ namespace: 'AWS/ApplicationELB', metricName, dimensions, value, time });

  const hundreds = `${Math.floor(outcome.status / 100)}XX_Count`;
  if (outcome.answeredBy !== 'target') send(`HTTPCode_ELB_${hundreds}`, 1, { LoadBalancer: loadBalancer });
  // Without a target there is no request to count (RequestCount: "where the load balancer node was able to choose a target").
  if (!targetGroup) return;
  for (const dimensions of both) {
    send('RequestCount', 1, dimensions);
    if (outcome.answeredBy === 'target') send(`HTTPCode_Target_${hundreds}`, 1, dimensions);
    if (targetResponseSeconds !== undefined) send('TargetResponseTime', targetResponseSeconds, dimensions);
  }
}
