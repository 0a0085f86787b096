import type { Item } from '#core/ports/table.ts';
import { drawBetween } from '../chance/draw.ts';
import type { Sim } from '../sim.ts';
import type { Ledger } from './observed-table.ts';

export interface Subscriber {
  name: string;
  /** How often it is tried again before the item is given up; endless when absent. */
  retries?: number;
  wants(item: Item): boolean;
  take(item: Item): Promise<unknown>;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/** The ledger's stream: new items in the order of their partition, at least once; what fails is tried again before what follows. */
export function followLedger(sim: Sim, ledger: Ledger, subscribers: Subscriber[]): { waiting(): number } {
  const queues = new Map<string, Item[]>();
  let waiting = 0;

  const drain = async (subscriber: Subscriber, queue: Item[], failures: number): Promise<void> => {
    const [item] = queue;
    if (!item) return;
    const site = `stream of ${item.pk} to ${subscriber.name}`;
    const isTakenTwice = sim.plan.at('hop', site)?.kind === 'twice';
    const isTaken = await subscriber.take(item).then(
      () => true,
      () => false,
    );
    if ((isTaken && !isTakenTwice) || failures >= (subscriber.retries ?? Number.POSITIVE_INFINITY)) {
      queue.shift();
      waiting -= 1;
      return drain(subscriber, queue, 0);
    }
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
    sim.clock.at(sim.clock.now() + wait, () => void drain(subscriber, queue, failures + 1));
  };

  const add = (subscriber: Subscriber, item: Item): void => {
    const name = `${subscriber.name} ${item.pk}`;
    const queue = queues.get(name) ?? [];
    queues.set(name, queue);
    queue.push(item);
    waiting += 1;
    if (queue.length > 1) return;
    const delay = drawBetween(sim.seed, `stream ${name} ${item.sk}`, 5, 300);
    sim.clock.at(sim.clock.now() + delay, () => void drain(subscriber, queue, 0));
  };

  ledger.onCommit((changes) => {
    for (const { before, after } of changes) {
      if (before || !after) continue;
      for (const subscriber of subscribers) if (subscriber.wants(after)) add(subscriber, after);
    }
  });
  return { waiting: () => waiting };
}
