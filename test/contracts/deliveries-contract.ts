import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deliveries, Webhook } from '#core/ports/deliveries.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';

export interface DeliveriesWorld {
  deliveries: Deliveries;
  webhook: Webhook;
  /** The host tries to deliver a push, which is answered with this (0: not at all). Returns its guid. */
  push(status: number): Promise<string>;
  /** What the receiver answers from now on. */
  answers(status: number): void;
  /** Guids of what came again since the begin, when that which was asked for is done. */
  cameAgain(guid: string): Promise<void>;
  /** Now, as the host has it. */
  now(): number;
  close(): Promise<void>;
}

/** What a host's memory of its webhooks promises. `isNumbered`: a webhook is known by its number. */
export function describeDeliveriesContract(
  name: string,
  makeWorld: () => Promise<DeliveriesWorld>,
  { isNumbered }: { isNumbered: boolean },
): void {
  describe(`deliveries, ${name}`, () => {
    let world: DeliveriesWorld;
    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(() => world.close());
    const guids = async (since = 0) => (await world.deliveries.failed(world.webhook, since)).failed.map((f) => f.guid);

    it('lists what was refused and what nobody answered, oldest first, and nothing that was taken', async () => {
      const refused = await world.push(503);
      await world.push(202);
      const unanswered = await world.push(0);
      expect(await guids()).toEqual([refused, unanswered]);
      const { failed, isComplete } = await world.deliveries.failed(world.webhook, 0);
      expect(isComplete).toBe(true);
      expect(failed[0]).toMatchObject({ event: 'push', attempts: 1, id: expect.any(String), at: expect.any(Number) });
    });

    it('lists nothing that is older than asked for', async () => {
      await world.push(503);
      expect(await guids(world.now() + 60_000)).toEqual([]);
    });

    it('sends again under the same guid; taken once, it is no failure any more', async () => {
      const guid = await world.push(503);
      const [failure] = (await world.deliveries.failed(world.webhook, 0)).failed;
      world.answers(202);
      await world.deliveries.redeliver(world.webhook, failure?.id ?? '');
      await world.cameAgain(guid);
      expect(await guids()).toEqual([]);
    });

    it('counts the attempts of what is refused again, and names the last one', async () => {
      const guid = await world.push(503);
      const [first] = (await world.deliveries.failed(world.webhook, 0)).failed;
      await world.deliveries.redeliver(world.webhook, first?.id ?? '');
      await world.cameAgain(guid);
      const { failed } = await world.deliveries.failed(world.webhook, 0);
      expect(failed).toMatchObject([{ guid, attempts: 2 }]);
      expect(failed[0]?.id).not.toBe(first?.id);
    });

    it('says whether a webhook is known by its number', async () => {
      expect(await world.deliveries.isNumbered()).toBe(isNumbered);
    });

    it('lists nothing of another repository`s webhook, and says so where there is none', async () => {
      await world.push(503);
      const other = isNumbered
        ? { ...world.webhook, id: 999 }
        : { ...world.webhook, repository: { id: 999, name: 'you/other' } };
      const failed = world.deliveries.failed(other, 0);
      if (isNumbered) await expect(failed).rejects.toThrow(RepositoryUnreadable);
      else expect(await failed).toEqual({ failed: [], isComplete: true });
    });

    it('says so where there is no such delivery', async () => {
      await world.push(202);
      await expect(world.deliveries.redeliver(world.webhook, '404')).rejects.toThrow(RepositoryUnreadable);
    });
  });
}
