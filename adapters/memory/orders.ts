import type { Order } from '#core/commands/command.ts';
import type { Orders } from '#core/ports/orders.ts';

export interface MemoryOrders extends Orders {
  /** What was sent, in that order, and as often as it was. */
  sent(): Order[];
}

/** Orders in memory; whoever reads them obeys them. */
export function memoryOrders(): MemoryOrders {
  const sent: string[] = [];
  return {
    async send(order) {
      sent.push(JSON.stringify(order));
    },
    sent: () => sent.map((order) => JSON.parse(order)),
  };
}
