import { randomUUID } from 'node:crypto';
import { keep } from './deliveries.mjs';
import { pushPayload } from './push-payload.mjs';

/** GitHub sends no payload larger than this. */
const LARGEST_BODY = 25 * 1024 * 1024;

/** Keeps the delivery for one updated ref, before anybody is told. Undefined when GitHub would not send it. */
export function keepPush(bareDirectory, settings, update, index) {
  const body = JSON.stringify(pushPayload(bareDirectory, settings, update));
  if (Buffer.byteLength(body) > LARGEST_BODY) return undefined;
  const guid = randomUUID();
  const delivery = {
    guid,
    keptAt: Date.now(),
    index,
    event: 'push',
    update,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'GitHub-Hookshot/0000000',
      'X-GitHub-Delivery': guid,
      'X-GitHub-Event': 'push',
      'X-GitHub-Hook-ID': String(settings.id),
      'X-GitHub-Hook-Installation-Target-ID': String(settings.id),
      'X-GitHub-Hook-Installation-Target-Type': 'repository',
    },
    body,
    attempts: [],
  };
  keep(bareDirectory, delivery);
  return delivery;
}
