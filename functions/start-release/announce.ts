import type { Bus, Published } from '#core/ports/bus.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Item } from '#core/ports/table.ts';
import { announcementsOf } from './announcements-of.ts';
import { countRefused } from './count-refused.ts';
import type { ReadFactsPorts } from './read-facts.ts';

export interface AnnouncePorts extends ReadFactsPorts {
  bus: Bus;
  now: Now;
  log: (line: string) => void;
}

/**
 * Publishes what came into the ledger, in its order. Returns how many items, from the first on, are done with: announced, refused by
 * the bus for good (which is counted), or nothing to announce. The others may be taken later. Safe to repeat: consumers know an event by its id.
 */
export async function announce(ports: AnnouncePorts, items: Item[]): Promise<number> {
  const { bus, now, log } = ports;
  const { all, done } = await readable(ports, items);
  const published = all.length > 0 ? await bus.publish(all.map(({ said }) => said)) : [];
  const left = all.flatMap(({ index, said }, i) => {
    const answer: Published = published[i] ?? { kind: 'later', why: 'the bus did not say' };
    return answer.kind === 'taken' ? [] : [{ index, type: said.type, ...answer }];
  });
  const refused = left.filter(({ kind }) => kind === 'refused');
  if (refused.length > 0) log(countRefused(refused, now()));
  const first = left.find(({ kind }) => kind === 'later');
  if (!first) return done;
  log(sayLater(first.why));
  return first.index;
}

/** What is to be said of the items, up to the first one that the ledger gives no answer about. */
async function readable(ports: AnnouncePorts, items: Item[]) {
  const said = await Promise.allSettled(items.map((item) => announcementsOf(ports, item)));
  const failed = said.findIndex(({ status }) => status === 'rejected');
  const done = failed === -1 ? items.length : failed;
  const reason = said[failed]?.status === 'rejected' ? (said[failed] as PromiseRejectedResult).reason : undefined;
  if (failed !== -1) ports.log(sayLater((reason as Error).message));
  const all = said
    .slice(0, done)
    .flatMap((one, index) => (one.status === 'fulfilled' ? one.value.map((event) => ({ index, said: event })) : []));
  return { all, done };
}

const sayLater = (why: string): string =>
  JSON.stringify({ level: 'ERROR', message: `Not announced yet, and tried again: ${why}` });
