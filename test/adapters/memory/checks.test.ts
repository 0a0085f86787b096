import { memoryChecks } from '#adapters/memory/checks.ts';
import { describeChecksContract } from '#test/contracts/checks-contract.ts';

describeChecksContract('in memory', async () => {
  const checks = memoryChecks();
  const broken = memoryChecks();
  broken.break(new Error('down'));
  return {
    checks,
    broken,
    repository: { id: 42, name: 'you/hello' },
    shas: ['a'.repeat(40), 'b'.repeat(40)],
    report: async (sha, check) => checks.report(42, sha, { ...check, app: '' }),
    close: async () => undefined,
  };
});
