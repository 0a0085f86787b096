import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import { contentType, type EdgeRequest, FORM_TYPE, JSON_TYPE } from '#functions/steps/edge/edge-request.ts';
import { formPayload } from '#functions/steps/edge/form-payload.ts';
import { parseStrictJson } from '#functions/steps/edge/parse-strict-json.ts';
import { fitsSecret, type SigningSecrets, usableSecrets } from '#functions/steps/edge/signing-secrets.ts';
import { type AcceptPushPorts, acceptPush } from '#functions/steps/intake/accept-push.ts';
import { parseChecks } from './parse-checks.ts';
import { parsePush, pingPayload } from './parse-push.ts';
import { tellChecks } from './tell-checks.ts';
import { verifySignature } from './verify-signature.ts';

export interface ReceiveWebhookPorts extends AcceptPushPorts {
  secrets: SigningSecrets;
}

export type WebhookRequest = EdgeRequest;

export interface WebhookAnswer {
  status: number;
  message: string;
  releases?: string[];
}

const DELIVERY = /^[0-9A-Za-z-]{1,64}$/;

/**
 * Refuses before it parses: method, secret, bytes, signature, content type, event, JSON, shape. Stores before it says yes;
 * throws when it could not store.
 */
export async function receiveWebhook(ports: ReceiveWebhookPorts, request: WebhookRequest): Promise<WebhookAnswer> {
  if (request.method !== 'POST') return { status: 405, message: 'webhooks are sent by POST' };
  const secrets = await usableSecrets(ports.secrets);
  if (secrets.length === 0) return { status: 503, message: 'the webhook secret cannot be read: nothing is accepted' };
  if (!request.body) return { status: 400, message: 'the body is not valid base64' };
  const { body, headers } = request;
  const isSigned = (by: string[]): boolean => verifySignature(by, body, headers['x-hub-signature-256']);
  if (!(await fitsSecret(ports.secrets, secrets, isSigned)))
    return { status: 401, message: 'the signature does not match' };
  const delivery = headers['x-github-delivery'] ?? '';
  if (!DELIVERY.test(delivery)) return { status: 400, message: 'X-GitHub-Delivery is missing or malformed' };
  return receiveSigned(ports, headers, body, delivery);
}

async function receiveSigned(
  ports: ReceiveWebhookPorts,
  headers: WebhookRequest['headers'],
  body: Uint8Array,
  delivery: string,
): Promise<WebhookAnswer> {
  const type = contentType({ headers });
  if (type !== JSON_TYPE && type !== FORM_TYPE)
    return { status: 415, message: `the content type must be ${JSON_TYPE} or ${FORM_TYPE}` };
  const json = type === FORM_TYPE ? formPayload(body) : body;
  if (!json) return keepRejected(ports, delivery, body, 'the form has not exactly one field `payload`');
  const event = headers['x-github-event'] ?? '';
  let payload: unknown;
  try {
    payload = parseStrictJson(json);
  } catch (error) {
    return keepRejected(ports, delivery, body, `the body is not acceptable JSON: ${(error as Error).message}`);
  }
  return (
    (await receiveEvent(ports, event, payload, delivery)) ??
    keepRejected(ports, delivery, body, `this is not the payload of a ${event} event`)
  );
}

/** Undefined: the payload is not one of the event that it was sent as. */
async function receiveEvent(
  ports: ReceiveWebhookPorts,
  event: string,
  payload: unknown,
  delivery: string,
): Promise<WebhookAnswer | undefined> {
  switch (event) {
    case 'ping':
      return z.safeParse(pingPayload, payload).success ? { status: 200, message: 'pong' } : undefined;
    case 'status':
    case 'check_run':
    case 'check_suite': {
      const told = parseChecks[event](payload);
      return told && tellChecks(ports, told, delivery);
    }
    case 'push': {
      const push = parsePush(payload);
      if (!push) return undefined;
      const accepted = await acceptPush(ports, push, delivery);
      return { status: statusOf[accepted.kind], message: accepted.message, releases: accepted.releases };
    }
    default:
      return {
        status: 200,
        message: `ignored: the event ${/^[a-z0-9_]{1,40}$/.test(event) ? event : 'named in X-GitHub-Event'} is not used`,
      };
  }
}

const statusOf = { accepted: 202, duplicate: 200, ignored: 200, 'unknown repository': 404 } as const;

const KEPT_DAYS = 14;
const LARGEST_KEPT = 100_000;

/** What was truly signed by GitHub and could not be understood is kept for a person to look at. */
async function keepRejected(
  { table, now }: ReceiveWebhookPorts,
  delivery: string,
  body: Uint8Array,
  message: string,
): Promise<WebhookAnswer> {
  const copy = {
    message,
    at: now(),
    expiresAt: Math.floor(now() / 1_000) + KEPT_DAYS * 86_400,
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
    ...(body.length <= LARGEST_KEPT ? { body: Buffer.from(body).toString('base64') } : {}),
  };
  await table.write([create({ ...keys.delivery(delivery), sk: 'REJECTED' }, copy)]);
  return { status: 400, message };
}
