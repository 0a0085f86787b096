import { memoryDeliveries } from '#adapters/memory/deliveries.ts';
import { describeDeliveriesContract } from '#test/contracts/deliveries-contract.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

describeDeliveriesContract(
  'in memory',
  async () => {
    const deliveries = memoryDeliveries();
    const webhook = { id: 7, repository: { id: 42, name: 'you/hello' } };
    let serial = 0;
    let answer = 503;
    const attempt = (guid: string, status: number): void => {
      serial += 1;
      deliveries.attempted(webhook, { id: String(serial), guid, event: 'push', at: NOON + serial, status });
    };
    return {
      deliveries,
      webhook,
      async push(status) {
        attempt(`guid-${serial + 1}`, status);
        return `guid-${serial}`;
      },
      answers: (status) => {
        answer = status;
      },
      cameAgain: async (guid) => attempt(guid, answer),
      now: () => NOON,
      close: async () => undefined,
    };
  },
  { isNumbered: true },
);
