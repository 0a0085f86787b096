import { memoryDeliveries } from '#adapters/memory/deliveries.ts';
import { memoryRegistry } from '#adapters/memory/registry.ts';
import { memorySourceHost } from '#adapters/memory/source-host.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import type { ServiceConfig } from '#core/config/schema.ts';
import type { PushHead } from '#core/ledger/items.ts';
import { commitPartition, keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import { executionName } from '#core/release/release.ts';
import { type FindLostPushesPorts, findLostPushes, type Search } from '#functions/find-lost-pushes/find-lost-pushes.ts';
import { prepareRelease } from '#functions/prepare-release/prepare-release.ts';
import { REPOSITORY, sha, webhookBench } from '#test/functions/receive-webhook/webhook-bench.ts';

export const REF = 'refs/heads/main';
export const MINUTE = 60_000;
export const WEBHOOK = { id: 7, repository: { id: REPOSITORY, name: 'acme/hello' } };

/** A branch at GitHub, a webhook that may or may not tell of its pushes, and the search for those that it did not tell of. */
export function searchBench(table: Table = memoryTable()) {
  const webhook = webhookBench(table);
  const sourceHost = memorySourceHost();
  const deliveries = memoryDeliveries();
  let now = 1_800_000_000_000;
  const ports = (over: Partial<FindLostPushesPorts> = {}): FindLostPushesPorts => ({
    table,
    sourceHost,
    deliveries,
    hooks: new Map([[REPOSITORY, WEBHOOK.id]]),
    now: () => now,
    patience: { attempts: 8, pause: async () => undefined },
    ...over,
  });
  const search = (over: Partial<FindLostPushesPorts> = {}): Promise<Search> => findLostPushes(ports(over));
  deliveries.attempted(WEBHOOK, { id: '1', guid: 'first', event: 'ping', at: now, status: 200 });
  return {
    ...webhook,
    table,
    sourceHost,
    deliveries,
    search,
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
    /** The branch consists of these commits: `sha(1)` and so on. */
    branchIs: (...commits: number[]) => sourceHost.setBranch(REPOSITORY, 'main', commits.map(sha)),
    async configure(name: string, changes: Partial<ServiceConfig> = {}) {
      await webhook.configure(name, changes);
      const repositoryId = changes.repository?.id ?? REPOSITORY;
      await table.write([create(keys.listedService(name), { service: name, repositoryId })]);
    },
    /** Two searches, as far apart as the schedule has them: whatever is lost is found. */
    async searchTwice(over: Partial<FindLostPushesPorts> = {}): Promise<Search> {
      await search(over);
      now += 2 * MINUTE;
      return search(over);
    },
    states: async (name = 'hello') => (await webhook.releases(name)).map(({ number, state }) => `${number} ${state}`),
    ledgerHead: async () => (await table.read(keys.pushHead(REPOSITORY, REF))) as unknown as PushHead | undefined,
    commitIndex: (commit: string) => table.list(commitPartition(REPOSITORY, commit)),
    prepare: (number: number) =>
      prepareRelease(
        { table, sourceHost, registry: memoryRegistry(), now: () => now },
        { release: `hello#${number}`, executionArn: executionName({ service: 'hello', number }) },
      ),
  };
}

export type SearchBench = ReturnType<typeof searchBench>;
