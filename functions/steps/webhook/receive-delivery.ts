import type { Push } from '#core/intake/push.ts';
import { contentType, type EdgeRequest, JSON_TYPE } from '#functions/steps/edge/edge-request.ts';
import { parseStrictJson } from '#functions/steps/edge/parse-strict-json.ts';
import { fitsSecret, type SigningSecrets, usableSecrets } from '#functions/steps/edge/signing-secrets.ts';
import { type AcceptPushPorts, acceptPush } from '#functions/steps/intake/accept-push.ts';
import { joinAcceptances } from './join-acceptances.ts';
import { keepRejected } from './keep-rejected.ts';
import type { WebhookAnswer } from './webhook-answer.ts';

export interface ReceiveWebhookPorts extends AcceptPushPorts {
  secrets: SigningSecrets;
}

type Headers = EdgeRequest['headers'];

/** What one host's webhooks have of their own. */
export interface WebhookDoor {
  /** Does one of the secrets vouch for exactly these bytes? In constant time. */
  isAuthentic(secrets: string[], body: Uint8Array, headers: Headers): boolean;
  /** Why what was truly signed is not taken now; only where the signature holds a time. */
  whyUntimely?(headers: Headers, now: number): string | undefined;
  /** The delivery as the ledger knows it, the same whenever it is sent again; or why there is none. */
  deliveryOf(headers: Headers): { id: string } | { refused: string };
  /** Content types besides JSON, each with the JSON that it wraps; undefined when it wraps none. */
  wrapped?: Readonly<Record<string, { unwrap: (body: Uint8Array) => Uint8Array | undefined; otherwise: string }>>;
  understand(headers: Headers, payload: unknown): Understood | Promise<Understood>;
}

/** What a body that was authentic says. */
export type Understood =
  | { kind: 'pushes'; pushes: Push[] }
  /** Nothing of ours: it is answered with 200, and that is all. */
  | { kind: 'of no use'; message: string }
  | { kind: 'malformed'; message: string }
  /** News of another kind, which is stored under its delivery. */
  | { kind: 'told'; tell: (delivery: string) => Promise<WebhookAnswer> };

/**
 * A webhook, whoever sent it. Refuses before it parses: method, secret, bytes, signature, time, delivery, content type, JSON, shape.
 * Stores before it says yes; throws when it could not store: whoever sends it again finds what was stored already.
 */
export async function receiveDelivery(
  ports: ReceiveWebhookPorts,
  door: WebhookDoor,
  { method, headers, body }: EdgeRequest,
): Promise<WebhookAnswer> {
  if (method !== 'POST') return { status: 405, message: 'webhooks are sent by POST' };
  const secrets = await usableSecrets(ports.secrets);
  if (secrets.length === 0) return { status: 503, message: 'the webhook secret cannot be read: nothing is accepted' };
  if (!body) return { status: 400, message: 'the body is not valid base64' };
  const isAuthentic = (by: string[]): boolean => door.isAuthentic(by, body, headers);
  if (!(await fitsSecret(ports.secrets, secrets, isAuthentic)))
    return { status: 401, message: 'the signature does not match' };
  const untimely = door.whyUntimely?.(headers, ports.now());
  if (untimely !== undefined) return { status: 401, message: untimely };
  const delivery = door.deliveryOf(headers);
  if ('refused' in delivery) return { status: 400, message: delivery.refused };
  return receiveAuthentic(ports, door, headers, body, delivery.id);
}

async function receiveAuthentic(
  ports: ReceiveWebhookPorts,
  door: WebhookDoor,
  headers: Headers,
  body: Uint8Array,
  delivery: string,
): Promise<WebhookAnswer> {
  const type = contentType({ headers }) ?? '';
  const wrapper = door.wrapped && Object.hasOwn(door.wrapped, type) ? door.wrapped[type] : undefined;
  if (type !== JSON_TYPE && !wrapper)
    return {
      status: 415,
      message: `the content type must be ${[JSON_TYPE, ...Object.keys(door.wrapped ?? {})].join(' or ')}`,
    };
  const json = wrapper ? wrapper.unwrap(body) : body;
  if (!json) return keepRejected(ports, delivery, body, wrapper?.otherwise ?? '');
  let payload: unknown;
  try {
    payload = parseStrictJson(json);
  } catch (error) {
    return keepRejected(ports, delivery, body, `the body is not acceptable JSON: ${(error as Error).message}`);
  }
  const understood = await door.understand(headers, payload);
  if (understood.kind === 'malformed') return keepRejected(ports, delivery, body, understood.message);
  if (understood.kind === 'of no use') return { status: 200, message: understood.message };
  return understood.kind === 'told' ? understood.tell(delivery) : acceptAll(ports, understood.pushes, delivery);
}

/** One after the other: where one cannot be stored, those before it are there, and the delivery is asked for again. */
async function acceptAll(ports: ReceiveWebhookPorts, pushes: Push[], delivery: string): Promise<WebhookAnswer> {
  const accepted = [];
  for (const [i, push] of pushes.entries())
    accepted.push(await acceptPush(ports, push, i === 0 ? delivery : `${delivery}:${i}`));
  return joinAcceptances(accepted);
}
