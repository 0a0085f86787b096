import type { Command } from 'commander';
import type { ConfigItem, StoredRelease } from '#core/ledger/items.ts';
import { keys, RELEASE_PREFIX, SERVICE_PREFIX, SERVICES, servicePartition } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import { renderCompletion, type Shell } from '../completion/render-completion.ts';
import type { AskedValues } from '../completion/values.ts';
import { connect } from '../connect.ts';
import type { Where } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';

/** Whoever presses Tab waits for it. */
const PATIENCE_MS = 2_000;
const LOOKED_AT = 10;

/** The script for a shell; or the words that it asks for, one on each line, of what an instance has: none, and no complaint, where it does not answer. */
export async function completion(program: Command, what: Shell | AskedValues, where: Where): Promise<number> {
  if (what === 'bash' || what === 'zsh') console.log(renderCompletion(program, what));
  else for (const word of await inTime(askWords(what, where))) console.log(word);
  return EXIT.done;
}

function inTime(asked: Promise<string[]>): Promise<string[]> {
  const late = new Promise<string[]>((resolve) => setTimeout(() => resolve([]), PATIENCE_MS).unref());
  return Promise.race([asked.catch(() => []), late]);
}

async function askWords(what: AskedValues, where: Where): Promise<string[]> {
  const { table } = await connect(where);
  const listed = await table.list(SERVICES, { prefix: SERVICE_PREFIX });
  const services = listed.map((item) => ({ item, name: item.sk.slice(SERVICE_PREFIX.length) }));
  if (what === 'services') return services.map(({ name }) => name);
  const found = await Promise.all(
    services.map(({ item, name }) =>
      what === 'stages' ? stagesOf(table, name, item['repositoryId']) : releasesOf(table, name),
    ),
  );
  return [...new Set(found.flat())];
}

async function stagesOf(table: Table, service: string, repositoryId: unknown): Promise<string[]> {
  const item = (await table.read(keys.config(Number(repositoryId), service))) as ConfigItem | undefined;
  return item?.config.stages.map(({ name }) => name) ?? [];
}

/** Those that have not ended; where there are none, the newest ones. */
async function releasesOf(table: Table, service: string): Promise<string[]> {
  const newest = (await table.list(servicePartition(service), {
    prefix: RELEASE_PREFIX,
    newestFirst: true,
    limit: LOOKED_AT,
  })) as StoredRelease[];
  const live = newest.filter(({ state }) => !isTerminal(state));
  return (live.length > 0 ? live : newest).map(releaseId);
}
