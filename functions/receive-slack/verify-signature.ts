import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';
import { verifyHmac } from '#functions/steps/edge/verify-hmac.ts';

/**
 * Is this Slack's signature, version 0, over exactly these bytes and the timestamp beside them, by one of the secrets?
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function verifySignature(secrets: string[], body: Uint8Array, headers: EdgeRequest['headers']): boolean {
  const before = Buffer.from(`v0:${headers['x-slack-request-timestamp'] ?? ''}:`);
  return verifyHmac(secrets, [before, body], headers['x-slack-signature'], 'v0=');
}
