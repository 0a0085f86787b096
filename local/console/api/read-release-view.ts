import { NO_COMMIT } from '#core/intake/push.ts';
import type { LedgerEvent, Stored, StoredRelease } from '#core/ledger/items.ts';
import { EVENT_PREFIX, keys, releasePartition } from '#core/ledger/keys.ts';
import { contentOf } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import { type Release, releaseId } from '#core/release/release.ts';
import { progressOf } from '../release/progress-of.ts';
import type { Inbox, InboxMessage } from './inbox.ts';
import { readConfig } from './read-overview.ts';
import type { ReleaseView, ThreadMessage } from './views.ts';

export interface ReleaseViewSources {
  table: Table;
  chat: Inbox;
  /** Web address of a repository's host, without a slash at its end; without it there are no links to commits. */
  repositoryUrl: string | undefined;
}

/** One release with its history and its thread; undefined when the ledger has none of that number. */
export async function readReleaseView(
  { table, chat, repositoryUrl }: ReleaseViewSources,
  service: string,
  number: number,
  now: number,
): Promise<ReleaseView | undefined> {
  const stored = (await table.read(keys.release(service, number))) as StoredRelease | undefined;
  if (!stored) return undefined;
  const id = releaseId(stored);
  const [events, thread, config] = await Promise.all([
    table.list(releasePartition(id), { prefix: EVENT_PREFIX }) as Promise<Stored<LedgerEvent>[]>,
    table.read(keys.thread(id)),
    readConfig(table, service, stored.repositoryId),
  ]);
  const stages = (config?.config.stages ?? []).map((s) => ({ name: s.name, hasTests: s.verify !== undefined }));
  const messages = thread ? threadOf(chat.messages(), String(thread['timestamp'])) : [];
  const channel = messages[0]?.channelName;
  return {
    now,
    release: contentOf<Release>(stored),
    progress: progressOf(stored, events, stages),
    events: events.map(({ pk: _p, sk: _s, version: _v, ...event }) => event as LedgerEvent),
    thread: messages.map(messageOf),
    ...(channel === undefined ? {} : { channel }),
    links: repositoryUrl ? linksOf(`${repositoryUrl}/${encodeURI(stored.repositoryName)}`, stored) : {},
  };
}

const threadOf = (messages: InboxMessage[], root: string): InboxMessage[] =>
  messages.filter((message) => message.ts === root || message.threadTs === root);

const messageOf = ({ ts, text, blocks, editedTs }: InboxMessage): ThreadMessage => ({
  ts,
  text,
  blocks,
  edited: editedTs !== undefined,
});

const linksOf = (repository: string, { before, sha }: StoredRelease): ReleaseView['links'] => ({
  commit: `${repository}/commit/${sha}`,
  ...(before === NO_COMMIT ? {} : { compare: `${repository}/compare/${before}...${sha}` }),
});
