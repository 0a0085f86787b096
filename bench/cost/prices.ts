/** List prices of us-east-1 in dollars, without any free tier (mid-2026). */
export const PRICES = {
  /** Step Functions Standard, one state transition. */
  transition: 0.000025,
  /** Lambda: one request, and one GB-second on arm64. */
  request: 0.0000002,
  gbSecond: 0.0000133334,
  /** DynamoDB on demand: a write unit (1 KB; twice in a transaction), a strong read unit (4 KB). */
  write: 0.000000625,
  read: 0.000000125,
  /** CloudWatch, one API request. */
  cloudWatchRequest: 0.00001,
} as const;

/** What is paid for being there, for being told of, and instead of Bakewatch (docs/cost.md). Same region, same time. */
export const STANDING_PRICES = {
  /** A month: an alarm for each metric that it watches, a metric of one's own, a secret, a GB of the table, a GB that can be restored. */
  alarmMetric: 0.1,
  customMetric: 0.3,
  secret: 0.4,
  storedGb: 0.25,
  restorableGb: 0.2,
  /** One reading of a secret, one trace, one GB of logs, one request through API Gateway (HTTP API). */
  secretRequest: 0.000005,
  trace: 0.000005,
  logGb: 0.5,
  apiRequest: 0.000001,
  /** Others: a minute of an action in CodePipeline V2, an hour of a t3.medium, a GB of gp3 a month, an hour of an EKS cluster. */
  pipelineMinute: 0.002,
  machineHour: 0.0416,
  diskGb: 0.08,
  clusterHour: 0.1,
  /** The sample, an hour: Fargate on ARM by processor and by GB, a load balancer, its busiest unit, a public IPv4 address. */
  fargateCpuHour: 0.03238,
  fargateGbHour: 0.00356,
  balancerHour: 0.0225,
  balancerUnitHour: 0.008,
  addressHour: 0.005,
} as const;
