import { CALL_FAULTS, type Fault, HOP_FAULTS, INVOKE_FAULTS, spellFault } from './chance/fault.ts';
import type { Place } from './chance/fault-plan.ts';
import type { Story } from './story/story.ts';

/** How long a fault that takes time takes: short of, or past, what the waiting side waits for. */
const TAKES_MS: Record<string, number> = {
  slow: 5_000,
  late: 10_000,
  delay: 600_000,
  'freeze before': 400_000,
  'freeze after': 400_000,
};

/** Calls that only read: for them it makes no difference whether they fail before or after, or have their effect late. */
const READS =
  /(table\.(read|list)|fleet\.(view|runningTasks|stoppedTasks|imageOf)|alarms\.\w+|registry\.find|sourceHost\.\w+|checks\.\w+|chat\.find|web\.ask) \d+$/;
const SAME_FOR_READS = new Set(['after', 'throttled', 'late', 'crash after']);
/** What a read shows of them, others show in less time: one that takes long or never answers ends like a crash, and one that comes late saw more. */
const SHOWN_BY_OTHERS = new Set(['slow', 'hang', 'freeze before']);

/** Every place of a story's quiet run, with every fault that it can have: one story each. `telling`: without those of reads that others show. */
export function everyFault(path: Story, places: Place[], { telling = false } = {}): Story[] {
  const isTold = (place: string, { kind }: Fault): boolean => telling && READS.test(place) && SHOWN_BY_OTHERS.has(kind);
  return places.flatMap(({ kind, place }) =>
    faultsOf(kind, place)
      .filter((fault) => !isTold(place, fault))
      .map((fault) => ({
        ...path,
        title: `${path.title}; ${place}: ${spellFault(fault)}`,
        faults: { ...path.faults, [place]: spellFault(fault) },
      })),
  );
}

/** The first two and the last visit of every call site: the looks between them are one like the other. */
export function withoutRepeats(places: Place[]): Place[] {
  const last = new Map(places.map(({ place }) => [siteOf(place), visitOf(place)]));
  return places.filter(({ place }) => visitOf(place) <= 2 || visitOf(place) === last.get(siteOf(place)));
}

/**
 * The places at which something else could be found: of those visits of a site that come at the same point of the same function, and
 * find everything as the others do, the first and the last; of those that only read, the first. What lies between differs in nothing but the
 * time, of which the last one has most behind it, and a read leaves nothing behind. `npm run simulate:pairs -- --singles --all` runs the others too.
 */
export function distinctPlaces(places: Place[]): Place[] {
  const keyOf = ({ place, state }: Place): string => `${siteOf(place)} in ${state}`;
  const last = new Map(places.map((place) => [keyOf(place), place]));
  const first = new Map([...places].reverse().map((place) => [keyOf(place), place]));
  const isLast = (place: Place): boolean => last.get(keyOf(place)) === place && !READS.test(place.place);
  return places.filter((place) => first.get(keyOf(place)) === place || isLast(place));
}

const siteOf = (place: string): string => place.replace(/ \d+$/, '');
const visitOf = (place: string): number => Number(/\d+$/.exec(place)?.[0]);

function faultsOf(kind: Place['kind'], place: string): Fault[] {
  const kinds: readonly string[] = { call: CALL_FAULTS, invoke: INVOKE_FAULTS, hop: HOP_FAULTS, webhook: HOP_FAULTS }[
    kind
  ];
  const isRead = READS.test(place);
  return kinds
    .filter((name) => !(isRead && SAME_FOR_READS.has(name)))
    .map((name) => ({ kind: name, ms: name === 'twice' ? 3_000 : (TAKES_MS[name] ?? 0) }));
}
