import type { ServiceConfig } from '#core/config/schema.ts';
import { NO_COMMIT } from '#core/intake/push.ts';
import type { ConfigItem, EventKind, LedgerEvent, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Chat } from '#core/ports/chat.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import type { Pages } from '#functions/steps/console-pages.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import type { Links } from './links.ts';
import { readOffers } from './read-offers.ts';
import { readOnce, readStanding } from './read-standing.ts';
import { renderCard, renderReply, type Shown } from './render-message.ts';
import { type OpenThread, openThread, sayInThread } from './thread.ts';

export interface NotifyPorts {
  table: Table;
  chat: Chat;
  now: Now;
  /** Where the pages are that a message links to. */
  pages: Pages;
}

/**
 * Says one committed event in the release's thread, and brings the card at its head up to date. Called from the ledger's
 * stream in order per release, at least once; what was said already is not said again. Throws when Slack cannot be
 * reached: the stream delivers the event again, and nothing else waits for it.
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
  const course = {
    release,
    stages: (config.config.stages ?? []).map(({ name }) => name),
    after: event.number === release.events ? await lastMove(ports.table, event) : undefined,
  };
  const card = renderCard(channel, course, links, await readShown(ports, course, config.config));
  const opened = await openThread(ports, release, card);
  if (opened.said > event.number) return 'said before';
  const wasSaid = opened.said === event.number;
  let thread = opened;
  for (const each of wasSaid ? [] : [...(await readMissed(ports.table, opened, event)), event])
    thread = await sayInThread(ports, thread, each, renderReply(channel, each, links));
  // Also when it was said before: the update after it may be what failed.
  await ports.chat.update(card, opened.head);
  return wasSaid ? 'said before' : 'said';
}

async function readShown(
  { table, now }: NotifyPorts,
  { release, stages }: { release: StoredRelease; stages: string[] },
  config: ServiceConfig,
): Promise<Shown> {
  const once = readOnce(table);
  const [standing, offers] = await Promise.all([
    readStanding(once, release, stages),
    readOffers({ table: once, now }, release, config),
  ]);
  return { standing, offers, now: now() };
}

const MOST_MISSED = 20;

/** What was given up before this event, so that the thread is whole again; the last ones, when there are many. */
async function readMissed(
  table: Table,
  { said }: OpenThread,
  { release, number }: LedgerEvent,
): Promise<LedgerEvent[]> {
  const first = Math.max(said + 1, number - MOST_MISSED);
  const numbers = Array.from({ length: Math.max(0, number - first) }, (_, i) => first + i);
  const read = await Promise.all(numbers.map((each) => table.read(keys.event(release, each))));
  return read.flatMap((each) => (each ? [each as unknown as LedgerEvent] : []));
}

/** What happened last, besides what was refused: that has changed nothing. */
async function lastMove(table: Table, event: LedgerEvent): Promise<EventKind | undefined> {
  let last: LedgerEvent | undefined = event;
  for (let back = 1; last?.kind === 'refused' && back <= MOST_REFUSALS; back += 1)
    last = (await table.read(keys.event(event.release, event.number - back))) as LedgerEvent | undefined;
  return last?.kind;
}

const MOST_REFUSALS = 20;

function linksOf(pages: Pages, release: StoredRelease): Links {
  const repository = { id: release.repositoryId, name: release.repositoryName };
  return {
    ...(release.executionArn ? { execution: pages.execution(release.executionArn) } : {}),
    commit: pages.commit(repository, release.sha),
    ...(release.before === NO_COMMIT ? {} : { compare: pages.compare(repository, release.before, release.sha) }),
    alarm: pages.alarm,
  };
}
