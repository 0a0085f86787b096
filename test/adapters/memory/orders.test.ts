import { memoryOrders } from '#adapters/memory/orders.ts';
import { describeOrdersContract } from '#test/contracts/orders-contract.ts';

describeOrdersContract('in memory', async () => {
  const orders = memoryOrders();
  return { orders, reached: async () => orders.sent(), toNobody: undefined, close: async () => undefined };
});
