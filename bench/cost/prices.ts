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
