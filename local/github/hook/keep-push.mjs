import { keepDelivery } from './keep-delivery.mjs';
import { pushPayload } from './push-payload.mjs';

/** Keeps the delivery for one updated ref, before anybody is told. Undefined when GitHub would not send it. */
export const keepPush = (bareDirectory, settings, update, index) =>
  keepDelivery(bareDirectory, settings, {
    event: 'push',
    payload: pushPayload(bareDirectory, settings, update),
    index,
    update,
  });
