import { randomUUID } from 'node:crypto';
import { keep } from './deliveries.mjs';

/** GitHub sends no payload larger than this. */
const LARGEST_BODY = 25 * 1024 * 1024;

/**
 * Keeps a webhook, before anybody is told. `index` orders those that are kept in the same moment; `updates` are there for a push alone, and
 * `headers` for those of another host, by the delivery's id.
 * Undefined when GitHub would not send it.
 */
export function keepDelivery(bareDirectory, settings, { event, payload, index, updates, headers }) {
  const body = JSON.stringify(payload);
  if (Buffer.byteLength(body) > LARGEST_BODY) return undefined;
  const guid = randomUUID();
  const delivery = {
    guid,
    keptAt: Date.now(),
    index,
    event,
    updates,
    headers: { 'Content-Type': 'application/json', ...(headers?.(guid) ?? ofGitHub(settings, event, guid)) },
    body,
    attempts: [],
  };
  keep(bareDirectory, delivery);
  return delivery;
}

const ofGitHub = ({ id }, event, guid) => ({
  'User-Agent': 'GitHub-Hookshot/0000000',
  'X-GitHub-Delivery': guid,
  'X-GitHub-Event': event,
  'X-GitHub-Hook-ID': String(id),
  'X-GitHub-Hook-Installation-Target-ID': String(id),
  'X-GitHub-Hook-Installation-Target-Type': 'repository',
});
