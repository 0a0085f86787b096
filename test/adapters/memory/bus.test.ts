import { memoryBus } from '#adapters/memory/bus.ts';
import { describeBusContract } from '#test/contracts/bus-contract.ts';

describeBusContract('in memory', async () => {
  const bus = memoryBus();
  const away = memoryBus();
  away.away('nobody answers');
  return { bus, away, heard: async () => bus.published(), close: async () => undefined };
});
