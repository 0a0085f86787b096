import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';
import { verifyHmac } from '#functions/steps/edge/verify-hmac.ts';
import {
  type ReceiveWebhookPorts,
  receiveDelivery,
  type Understood,
  type WebhookDoor,
} from '#functions/steps/webhook/receive-delivery.ts';
import type { WebhookAnswer } from '#functions/steps/webhook/webhook-answer.ts';
import { parsePushes } from './parse-pushes.ts';

const DELIVERY = /^\{?([0-9A-Za-z-]{1,64})\}?$/;

/** Bitbucket Cloud's webhooks. https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/ */
const BITBUCKET: WebhookDoor = {
  isAuthentic: (secrets, body, headers) => verifyHmac(secrets, [body], headers['x-hub-signature'], 'sha256='),
  deliveryOf(headers) {
    const id = DELIVERY.exec(headers['x-request-uuid'] ?? '')?.[1];
    return id === undefined ? { refused: 'X-Request-UUID is missing or malformed' } : { id: `bitbucket:${id}` };
  },
  understand: (headers, payload) => understand(headers['x-event-key'] ?? '', payload),
};

function understand(event: string, payload: unknown): Understood {
  if (event !== 'repo:push') {
    const named = /^[a-z:_]{1,60}$/.test(event) ? event : 'named in X-Event-Key';
    return { kind: 'of no use', message: `ignored: the event ${named} is not used` };
  }
  const pushes = parsePushes(payload);
  if (!pushes) return { kind: 'malformed', message: 'this is not the payload of a push event' };
  return pushes.length > 0 ? { kind: 'pushes', pushes } : { kind: 'of no use', message: 'ignored: no ref was moved' };
}

/** Bitbucket's way in. Throws when it could not store. */
export const receiveBitbucket = (ports: ReceiveWebhookPorts, request: EdgeRequest): Promise<WebhookAnswer> =>
  receiveDelivery(ports, BITBUCKET, request);
