/** One measurement as a service of the local AWS reports it: `AWS/ApplicationELB RequestCount 1`. */
export interface MetricSample {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  value: number;
  /** `Count`, `Seconds`, ...; absent: None. */
  unit?: string;
  /** Epoch ms. */
  time: number;
}

export type RecordMetric = (sample: MetricSample) => void;
