/**
 * Without `info`: for that the SDK copies and filters what every call sent and got, also when nobody listens, which is a twentieth of what a call
 * costs.
 */
const ignore = (): void => undefined;
const silent = { debug: ignore, warn: ignore, error: ignore } as unknown as Console;

/** Attempts multiply across layers (SDK x Lambda x Step Functions), so each layer has few: at most nine per effect in all. */
export const clientConfig = {
  maxAttempts: 3,
  retryMode: 'standard' as const,
  logger: silent,
  /** Without `throwOnRequestTimeout` a request that takes longer is only complained about in the log, and waited for. */
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 6_000,
    socketTimeout: 6_000,
    throwOnRequestTimeout: true,
  },
};
