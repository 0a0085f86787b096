import { deliver } from '../hook/deliver.mjs';
import { keepDelivery } from '../hook/keep-delivery.mjs';
import { person, repositoryOf, userName } from '../hook/repository-payload.mjs';
import { readSettings } from '../repositories.ts';

let sent = 0;

/** Sends the repository's webhook, signed, some time after this has returned; kept like every delivery, so that it can be sent again. */
export function sendWebhook(bareDirectory: string, event: string, about: object): void {
  const settings = readSettings(bareDirectory);
  const payload = {
    ...about,
    repository: repositoryOf(bareDirectory, settings),
    sender: person(userName(), settings.githubUrl),
  };
  sent += 1;
  const delivery = keepDelivery(bareDirectory, settings, { event, payload, index: sent });
  if (delivery) void deliver(bareDirectory, delivery).catch(() => undefined);
}
