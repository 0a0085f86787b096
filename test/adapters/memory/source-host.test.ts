import { memorySourceHost } from '#adapters/memory/source-host.ts';
import { describeSourceHostContract } from '#test/contracts/source-host-contract.ts';

const sha = (digits: string): string => digits.repeat(20);

describeSourceHostContract(
  'in memory',
  async () => {
    const host = memorySourceHost();
    const broken = memorySourceHost();
    broken.break(new Error('down'));
    const repository = { id: 42, name: 'you/hello' };
    const main: [string, string, string] = [sha('a1'), sha('a2'), sha('a3')];
    const message = 'Mend the door\n\nIt was stuck.';
    host.setBranch(42, 'main', main);
    host.setBranch(42, 'feature/side', [main[0], sha('b1')]);
    host.describe(42, main[2], { author: 'amy', message });
    const newest = { author: 'amy', subject: 'Mend the door', message };
    return { host, broken, repository, main, side: sha('b1'), newest, close: async () => undefined };
  },
  { knowsRepositories: false },
);
