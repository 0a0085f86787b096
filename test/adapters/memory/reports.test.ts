import { memoryReports } from '#adapters/memory/reports.ts';
import { describeReportsContract } from '#test/contracts/reports-contract.ts';
import { SHA } from '#test/fixtures/ledger.ts';

describeReportsContract('in memory', async () => {
  const reports = memoryReports(42, (sha) => sha === SHA);
  return {
    reports,
    repository: { id: 42, name: 'you/hello' },
    sha: SHA,
    statuses: async () => reports.statuses(SHA),
    deployments: async () => reports.deployments(),
    close: async () => undefined,
  };
});
