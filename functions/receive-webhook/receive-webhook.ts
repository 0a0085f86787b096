import * as z from 'zod/mini';
import { type EdgeRequest, FORM_TYPE } from '#functions/steps/edge/edge-request.ts';
import { formPayload } from '#functions/steps/edge/form-payload.ts';
import {
  type ReceiveWebhookPorts,
  receiveDelivery,
  type Understood,
  type WebhookDoor,
} from '#functions/steps/webhook/receive-delivery.ts';
import type { WebhookAnswer } from '#functions/steps/webhook/webhook-answer.ts';
import { parseChecks } from './parse-checks.ts';
import { parsePush, pingPayload } from './parse-push.ts';
import { tellChecks } from './tell-checks.ts';
import { verifySignature } from './verify-signature.ts';

const DELIVERY = /^[0-9A-Za-z-]{1,64}$/;

/** GitHub's webhooks. https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const githubDoor = (ports: ReceiveWebhookPorts): WebhookDoor => ({
  isAuthentic: (secrets, body, headers) => verifySignature(secrets, body, headers['x-hub-signature-256']),
  deliveryOf(headers) {
    const id = headers['x-github-delivery'] ?? '';
    return DELIVERY.test(id) ? { id } : { refused: 'X-GitHub-Delivery is missing or malformed' };
  },
  wrapped: { [FORM_TYPE]: { unwrap: formPayload, otherwise: 'the form has not exactly one field `payload`' } },
  understand(headers, payload) {
    const event = headers['x-github-event'] ?? '';
    const message = `this is not the payload of a ${event} event`;
    return understandEvent(ports, event, payload) ?? { kind: 'malformed', message };
  },
});

/** Undefined: the payload is not one of the event that it was sent as. */
function understandEvent(ports: ReceiveWebhookPorts, event: string, payload: unknown): Understood | undefined {
  switch (event) {
    case 'ping':
      return z.safeParse(pingPayload, payload).success ? { kind: 'of no use', message: 'pong' } : undefined;
    case 'status':
    case 'check_run':
    case 'check_suite': {
      const told = parseChecks[event](payload);
      return told && { kind: 'told', tell: (delivery) => tellChecks(ports, told, delivery) };
    }
    case 'push': {
      const push = parsePush(payload);
      return push && { kind: 'pushes', pushes: [push] };
    }
    default: {
      const named = /^[a-z0-9_]{1,40}$/.test(event) ? event : 'named in X-GitHub-Event';
      return { kind: 'of no use', message: `ignored: the event ${named} is not used` };
    }
  }
}

/** GitHub's way in. Throws when it could not store. */
export const receiveWebhook = (ports: ReceiveWebhookPorts, request: EdgeRequest): Promise<WebhookAnswer> =>
  receiveDelivery(ports, githubDoor(ports), request);
