import { createHmac } from 'node:crypto';
import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';

export const SECRET = 'canary-webhook-secret-of-the-simulation';

/** A webhook as GitHub sends it; a forger guesses the secret. */
export function signed(event: string, delivery: string, payload: object, secret = SECRET): EdgeRequest {
  const body = Buffer.from(JSON.stringify(payload));
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': delivery,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  };
}
