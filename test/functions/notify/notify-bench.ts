import { memoryChat } from '#adapters/memory/chat.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import type { ServiceConfig } from '#core/config/schema.ts';
import type { LedgerEvent, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create, type Entry, record } from '#core/ledger/record.ts';
import type { Chat } from '#core/ports/chat.ts';
import type { Table } from '#core/ports/table.ts';
import type { Release } from '#core/release/release.ts';
import { notify } from '#functions/notify/notify.ts';
import { consolePages } from '#functions/steps/console-pages.ts';

export const NOW = 1_800_000_000_000;
export const pages = consolePages({ console: 'https://console.test', hosts: { github: 'https://github.test' } });

export const aRelease = (changes: Partial<Release> = {}): Release => ({
  service: 'hello',
  number: 2,
  sha: 'ab'.repeat(20),
  ref: 'refs/heads/main',
  before: 'cd'.repeat(20),
  repositoryId: 1,
  repositoryName: 'acme/hello',
  author: 'amy',
  subject: 'Mend the door',
  state: 'ACCEPTED',
  reason: 'pushed by amy to main',
  acceptedAt: NOW,
  events: 1,
  executionArn: 'arn:aws:states:eu-central-1:123456789012:execution:release:hello-2',
  ...changes,
});

export const anEvent = (changes: Partial<LedgerEvent> = {}): LedgerEvent => ({
  release: 'hello#2',
  number: 1,
  at: NOW,
  actor: 'push by amy',
  kind: 'accepted',
  sentence: 'pushed by amy to main',
  state: 'ACCEPTED',
  ...changes,
});

/** A ledger with one release of a service that has a channel, and what the notifier makes of its events. */
export async function notifyBench(chat: Chat = memoryChat(), wrap = (table: Table): Table => table, now = () => NOW) {
  const plain = memoryTable();
  const table = wrap(plain);
  const config = { slack: { channel: '#releases' }, stages: [{ name: 'staging' }, { name: 'production' }] };
  await plain.write([
    create(keys.release('hello', 2), aRelease()),
    create(keys.event('hello#2', 1), anEvent()),
    create(keys.config(1, 'hello'), { service: 'hello', repositoryId: 1, config: config as unknown as ServiceConfig }),
  ]);
  const release = async (): Promise<StoredRelease> => (await plain.read(keys.release('hello', 2))) as StoredRelease;
  return {
    table: plain,
    tell: (event: LedgerEvent) => notify({ table, chat, pages, now }, event),
    /** Something happens to the release; gives the event as the stream hands it over. */
    async happens(entry: Partial<Entry> & Pick<Entry, 'sentence'>): Promise<LedgerEvent> {
      const read = await release();
      await plain.write(record(read, { kind: 'blocked', actor: 'bakewatch', at: now(), ...entry }));
      return (await plain.read(keys.event('hello#2', read.events + 1))) as unknown as LedgerEvent;
    },
  };
}
