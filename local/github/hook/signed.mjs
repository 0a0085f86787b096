import { createHmac } from 'node:crypto';

const SIGNING = 'whsec_';

/** The headers by which the one who gets a webhook knows whom it comes from. */
export function signed(host, secret, headers, body) {
  if (host === 'github') return { 'X-Hub-Signature-256': `sha256=${digest(secret, body).toString('hex')}` };
  if (host === 'bitbucket') return { 'X-Hub-Signature': `sha256=${digest(secret, body).toString('hex')}` };
  if (!secret.startsWith(SIGNING)) return { 'X-Gitlab-Token': secret };
  const id = headers['Idempotency-Key'];
  const time = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.slice(SIGNING.length), 'base64');
  const signature = digest(key, `${id}.${time}.${body}`).toString('base64');
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` };
}

const digest = (key, text) => createHmac('sha256', key).update(text).digest();
