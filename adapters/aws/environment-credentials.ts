// biome-ignore-all lint/style/noProcessEnv: the environment is the one place where Lambda gives its credentials, and they change there.
/**
 * Stands in for the SDK's default credential chain inside the bundles (esbuild alias): Lambda always gives its credentials in the
 * environment, and the chain's other providers cost half of a cold start.
 */
export const defaultProvider = () => async () => ({
  accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  ...(process.env['AWS_SESSION_TOKEN'] ? { sessionToken: process.env['AWS_SESSION_TOKEN'] } : {}),
});
