import { memoryTable } from '#adapters/memory/table.ts';
import { memoryTokens } from '#adapters/memory/tokens.ts';
import { describeWaitsContract } from '#test/contracts/waits-contract.ts';

describeWaitsContract('in memory', async () => {
  const tokens = memoryTokens();
  return {
    table: memoryTable(),
    tokens,
    now: () => Date.UTC(2026, 10, 22),
    issue: async () => tokens.issue(),
    timeOut: async (token) => tokens.timeOut(token),
    answerOf: async (token) => tokens.answerOf(token),
    close: async () => undefined,
  };
});
