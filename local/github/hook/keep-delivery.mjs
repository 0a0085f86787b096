import { randomUUID } from 'node:crypto';
import { keep } from './deliveries.mjs';

/** GitHub sends no payload larger than this. */
const LARGEST_BODY = 25 * 1024 * 1024;

/**
 * Keeps a webhook, before anybody is told. `index` orders those that are kept in the same moment; `update` is there for a push alone.
 * Undefined when GitHub would not send it.
 */
export function keepDelivery(bareDirectory, settings, { event, payload, index, update }) {
  const body = JSON.stringify(payload);
  if (Buffer.byteLength(body) > LARGEST_BODY) return undefined;
  const guid = randomUUID();
  const delivery = {
    guid,
    keptAt: Date.now(),
    index,
    event,
    update,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'GitHub-Hookshot/0000000',
      'X-GitHub-Delivery': guid,
      'X-GitHub-Event': event,
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
