import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Order } from '#core/commands/command.ts';
import type { Orders } from '#core/ports/orders.ts';
import { promise, until } from './endpoint.ts';

export interface OrdersWorld {
  orders: Orders;
  /** What has reached the one who obeys, as often as it did. */
  reached(): Promise<Order[]>;
  /** Orders to nobody: there is no such function. */
  toNobody: Orders | undefined;
  close(): Promise<void>;
}

/** Whoever sends an order learns only that it is kept. */
export function describeOrdersContract(name: string, makeWorld: () => Promise<OrdersWorld>): void {
  describe(`orders, ${name}`, () => {
    let world: OrdersWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    afterAll(() => world.close());

    const anOrder = (reason: string): Order => ({
      id: randomUUID(),
      by: { via: 'slack', id: 'T012/U012' },
      reason,
      command: { kind: 'rollback', service: 'hello', stage: 'production', to: 5 },
      seen: { current: 7, holdSince: 1_800_000_000_000 },
    });
    const reached = ({ id }: Order, times = 1) =>
      until(
        async () => (await world.reached()).filter((order) => order.id === id),
        (orders) => orders.length === times,
      );

    promise('bring an order as it was given, in any script', async () => {
      const order = anOrder('zurück, 戻して, 🚀 "now"');
      await world.orders.send(order);
      expect(await reached(order)).toEqual([order]);
    });

    promise('leave it to the one who obeys to see that the same order came twice (J07)', async () => {
      const order = anOrder('twice');
      await Promise.all([world.orders.send(order), world.orders.send(order)]);
      expect(await reached(order, 2)).toEqual([order, order]);
    });

    promise('say so when nobody is there to take it', async () => {
      if (world.toNobody) await expect(world.toNobody.send(anOrder('lost'))).rejects.toThrow();
    });
  });
}
