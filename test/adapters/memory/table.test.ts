import { memoryTable } from '#adapters/memory/table.ts';
import { describeTableContract } from '#test/contracts/table-contract.ts';

describeTableContract('in memory', async () => ({ table: memoryTable(), close: async () => undefined }));
