/** Attempts multiply across layers (SDK x Lambda x Step Functions), so each layer has few: at most nine per effect in all. */
export const clientConfig = {
  maxAttempts: 3,
  retryMode: 'standard' as const,
  /** Without `throwOnRequestTimeout` a request that takes longer is only complained about in the log, and waited for. */
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 6_000,
    socketTimeout: 6_000,
    throwOnRequestTimeout: true,
  },
};
