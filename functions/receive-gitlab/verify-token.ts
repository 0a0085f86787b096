import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';

/** How a signing token begins; what comes then is the key in base64. https://docs.gitlab.com/user/project/integrations/webhooks/ */
const SIGNING = 'whsec_';
/** Whoever rotates a token signs with both for a while. */
const MOST_SIGNATURES = 5;

/**
 * Do these bytes come from GitLab, by one of the secrets? With a signing token only its signature over the bytes, their id and
 * their time counts (https://www.standardwebhooks.com); with any other secret, the token that GitLab sends along as it is.
 */
export const verifyToken = (secrets: string[], body: Uint8Array, headers: EdgeRequest['headers']): boolean =>
  secrets
    .map((secret) => (secret.startsWith(SIGNING) ? isSigned(secret, body, headers) : isSent(secret, headers)))
    .includes(true);

/** Both are hashed first: the comparison takes the same time whatever was sent, however long it is. */
function isSent(secret: string, headers: EdgeRequest['headers']): boolean {
  const given = headers['x-gitlab-token'];
  const matches = timingSafeEqual(hash(given ?? ''), hash(secret));
  return given !== undefined && secret !== '' && matches;
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

function isSigned(secret: string, body: Uint8Array, headers: EdgeRequest['headers']): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': given = '' } = headers;
  const key = Buffer.from(secret.slice(SIGNING.length), 'base64');
  const right = createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest('base64');
  const matches = given.split(' ', MOST_SIGNATURES).map((one) => timingSafeEqual(hash(one), hash(`v1,${right}`)));
  return key.length > 0 && id !== undefined && time !== undefined && matches.includes(true);
}
