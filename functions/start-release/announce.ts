import type { Bus } from '#core/ports/bus.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Item } from '#core/ports/table.ts';
import { announcementsOf } from './announcements-of.ts';
import { countRefused } from './count-refused.ts';

export interface AnnouncePorts {
  bus: Bus;
  /** Which installation this is: the source of its CDEvents. */
  source: string;
  now: Now;
  log: (line: string) => void;
}

/**
 * Publishes what came into the ledger, in its order. Returns how many items, from the first on, are done with: announced, refused by
 * the bus for good (which is counted), or nothing to announce. The others may be taken later. Safe to repeat: consumers know an event by its id.
 */
export async function announce({ bus, source, now, log }: AnnouncePorts, items: Item[]): Promise<number> {
  const all = items.flatMap((item, index) => announcementsOf(source, item).map((said) => ({ index, said })));
  if (all.length === 0) return items.length;
  const published = await bus.publish(all.map(({ said }) => said));
  const left = all.flatMap(({ index, said }, i) => {
    const answer = published[i] ?? { kind: 'later', why: 'the bus did not say' };
    return answer.kind === 'taken' ? [] : [{ index, type: said.type, ...answer }];
  });
  const refused = left.filter(({ kind }) => kind === 'refused');
  if (refused.length > 0) log(countRefused(refused, now()));
  const first = left.find(({ kind }) => kind === 'later');
  if (!first) return items.length;
  log(
    JSON.stringify({ level: 'ERROR', message: `Not announced yet, and tried again: ${first.why}`, type: first.type }),
  );
  return first.index;
}
