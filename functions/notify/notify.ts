import { NO_COMMIT } from '#core/intake/push.ts';
import type { ConfigItem, LedgerEvent, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create, put } from '#core/ledger/record.ts';
import type { Chat } from '#core/ports/chat.ts';
import type { Table } from '#core/ports/table.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { type Links, renderCard, renderReply } from './render-message.ts';

export interface NotifyPorts {
  table: Table;
  chat: Chat;
  /** Where the pages are that a message links to. */
  pages: Pages;
}

export interface Pages {
  execution: (arn: string) => string;
  alarm: (name: string) => string;
  /** The web address of a repository, without a slash at its end. */
  repository: (name: string) => string;
}

interface Thread {
  timestamp: string;
  /** The last event that was posted: what is older was said already. */
  said: number;
}

/**
 * Says one committed event in the release's thread, and brings the card at its head up to date. Called from the ledger's
 * stream in order per release, at least once; what was said already is not said again.
 */
export async function notify(
  ports: NotifyPorts,
  event: LedgerEvent,
): Promise<'said' | 'said before' | 'nobody to tell'> {
  const release = await readRelease(ports.table, event.release);
  const config = (await ports.table.read(keys.config(release.repositoryId, release.service))) as
    | Stored<ConfigItem>
    | undefined;
  const channel = config?.config.slack?.channel;
  if (!channel) return 'nobody to tell';
  const links = linksOf(ports.pages, release);
  const thread = await openThread(ports, release, channel, links);
  if (thread.said >= event.number) return 'said before';
  if (event.kind !== 'accepted') await ports.chat.post(renderReply(channel, event, links), thread.timestamp);
  await ports.table.write([put(keys.thread(event.release), thread, { ...thread, said: event.number })]);
  await ports.chat.update(renderCard(channel, release, links), thread.timestamp);
  return 'said';
}

async function openThread(
  { table, chat }: NotifyPorts,
  release: StoredRelease,
  channel: string,
  links: Links,
): Promise<Stored<Thread>> {
  const key = keys.thread(`${release.service}#${release.number}`);
  const known = (await table.read(key)) as Stored<Thread> | undefined;
  if (known) return known;
  const timestamp = await chat.post(renderCard(channel, release, links));
  await table.write([create(key, { timestamp, said: 0 })]);
  return (await table.read(key)) as Stored<Thread>;
}

function linksOf(pages: Pages, release: StoredRelease): Links {
  const repository = pages.repository(release.repositoryName);
  return {
    ...(release.executionArn ? { execution: pages.execution(release.executionArn) } : {}),
    commit: `${repository}/commit/${release.sha}`,
    ...(release.before === NO_COMMIT ? {} : { compare: `${repository}/compare/${release.before}...${release.sha}` }),
    alarm: pages.alarm,
  };
}
