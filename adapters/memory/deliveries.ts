import { type DeliveryAttempt, unanswered } from '#core/intake/unanswered.ts';
import type { Deliveries, Webhook } from '#core/ports/deliveries.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';

export interface MemoryDeliveries extends Deliveries {
  /** The host made one attempt to deliver. */
  attempted(webhook: Webhook, attempt: DeliveryAttempt): void;
  /** The ids that were asked to be sent again, in order. */
  readonly redelivered: readonly string[];
  /** Every question fails with this until it is taken back (undefined). */
  break(error: Error | undefined): void;
}

/** What a host remembers of its webhooks, in memory. It sends nothing: whoever plays the host does, and says how it went. */
export function memoryDeliveries(): MemoryDeliveries {
  const attempts = new Map<Webhook['id'], DeliveryAttempt[]>();
  const redelivered: string[] = [];
  let broken: Error | undefined;
  const attemptsOf = ({ id, repository }: Webhook): DeliveryAttempt[] => {
    if (broken) throw broken;
    const known = attempts.get(id);
    if (!known) throw new RepositoryUnreadable(`there is no webhook ${id} of ${repository.name}`);
    return known;
  };
  return {
    isNumbered: async () => true,
    async failed(webhook, since) {
      return { failed: unanswered(attemptsOf(webhook), since), isComplete: true };
    },
    async redeliver(webhook, id) {
      const known = attemptsOf(webhook).some((attempt) => attempt.id === id);
      if (!known) throw new RepositoryUnreadable(`there is no delivery ${id} of the webhook ${webhook.id}`);
      redelivered.push(id);
    },
    attempted({ id }, attempt) {
      attempts.set(id, [...(attempts.get(id) ?? []), attempt]);
    },
    redelivered,
    break(error) {
      broken = error;
    },
  };
}
