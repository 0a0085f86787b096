import { createHash } from 'node:crypto';
import type { CdEvent } from '#core/cdevents/cd-event.ts';
import { releaseEvents } from '#core/cdevents/release-events.ts';
import { CHECKS_CHANGED } from '#core/checks/checks-changed.ts';
import type { ChecksNews, LedgerEvent } from '#core/ledger/items.ts';
import { EVENT_PREFIX, NEWS_PREFIX } from '#core/ledger/keys.ts';
import type { Announcement } from '#core/ports/bus.ts';
import type { Item } from '#core/ports/table.ts';
import { type ReadFactsPorts, readFacts } from './read-facts.ts';

/**
 * What an item that came into the ledger is announced as: nothing, unless it is something that happened, or news of a commit's checks. Throws
 * when the ledger cannot be read.
 */
export async function announcementsOf(ports: ReadFactsPorts, item: Item): Promise<Announcement[]> {
  if (item.sk.startsWith(NEWS_PREFIX)) return [newsOf(item as unknown as ChecksNews)];
  if (!item.sk.startsWith(EVENT_PREFIX)) return [];
  const event = item as unknown as LedgerEvent;
  const chain = { source: ports.source, chainId: uuidOf(`${ports.source} ${event.release}`) };
  return releaseEvents(chain, event, await readFacts(ports, event)).map((said) => announced(said, event.at));
}

/** Said to ourselves: whoever waits for the checks of the commit looks again. */
const newsOf = ({ repositoryId, sha, at }: ChecksNews): Announcement => ({
  type: CHECKS_CHANGED,
  at,
  detail: { repositoryId, sha },
});

const announced = (event: CdEvent, at: number): Announcement => ({ type: event.context.type, at, detail: event });

/** The same UUID for the same name, in the form that CDEvents asks for (version 4). */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0b11) | 0b1000).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
