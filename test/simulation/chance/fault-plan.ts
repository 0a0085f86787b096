import type { Rates } from '../story/story.ts';
import { draw, drawBetween, drawOne } from './draw.ts';
import { CALL_FAULTS, type Fault, HOP_FAULTS, INVOKE_FAULTS, readFault, spellFault, WEBHOOK_FAULTS } from './fault.ts';

/** Decides about every call and hop, by its name, and remembers what it decided. */
export interface FaultPlan {
  /**
   * Undefined: all goes well. `site` names the place; the plan counts how often it was there. `course`: what the same
   * invocation has done before.
   */
  at(kind: keyof typeof KINDS, site: string, course?: string): Fault | undefined;
  /** Every fault so far: place to fault, as a story file spells it. */
  injected(): Record<string, string>;
  /** Every place so far, in order, with the kind of fault that it can have. */
  places(): Place[];
  /** From now on each place notes what everything was like when it was visited. */
  note(state: () => string): void;
  /** How often each call site was visited, also after the healing. */
  visits(): ReadonlyMap<string, number>;
  /** How many faults there were so far. */
  counts(): Readonly<Record<keyof typeof KINDS, number>>;
  /** From now on all goes well. */
  heal(): void;
}

export interface Place {
  kind: keyof typeof KINDS;
  /** A call site and how often it was visited. */
  place: string;
  /** Equal for two visits of a site that find the same, in the same course of the same function. Empty when not asked for. */
  state: string;
}

const KINDS = { call: CALL_FAULTS, invoke: INVOKE_FAULTS, hop: HOP_FAULTS, webhook: WEBHOOK_FAULTS } as const;

/** However bad the weather, most pushes come through: without them there is no story. */
const MOST_LATE_PUSHES = 0.4;

/** EventBridge tries for 24 hours to deliver. */
const OLDEST_MS = 86_400_000;

const LONGEST_MS: Record<string, number> = {
  slow: 4_000,
  late: 20_000,
  delay: 900_000,
  twice: 120_000,
  'freeze before': 1_200_000,
  'freeze after': 1_200_000,
};

/** `explicit` has the last word where it names a place; elsewhere chance decides by the rates. */
export function createFaultPlan(seed: number, rates: Rates, explicit: Record<string, string>): FaultPlan {
  const visits = new Map<string, number>();
  const injected: Record<string, string> = {};
  const places: Place[] = [];
  let stateNow: (() => string) | undefined;
  const counts = { call: 0, invoke: 0, hop: 0, webhook: 0 };
  let healed = false;
  const decide = (kind: keyof typeof KINDS, place: string): Fault | undefined => {
    const known = explicit[place];
    if (known !== undefined) return readFault(known);
    const rate = kind === 'webhook' ? Math.min(rates.hop, MOST_LATE_PUSHES) : rates[kind];
    if (kind === 'call' && rates.slow > 0 && draw(seed, `slow? ${place}`) < rates.slow)
      return timed(seed, place, 'slow');
    if (rate === 0 || draw(seed, `fault? ${place}`) >= rate) return undefined;
    const fault = timed(seed, place, drawOne<string>(seed, `kind ${place}`, KINDS[kind]));
    const isOld = fault.kind === 'delay' && draw(seed, `old? ${place}`) < (rates.old ?? 0);
    return isOld ? { kind: 'delay', ms: drawBetween(seed, `age of ${place}`, 900_000, OLDEST_MS) } : fault;
  };
  return {
    note(state) {
      stateNow = state;
    },
    at(kind, site, course = '') {
      const visit = (visits.get(site) ?? 0) + 1;
      visits.set(site, visit);
      if (healed) return undefined;
      const place = `${site} ${visit}`;
      places.push({ kind, place, state: stateNow ? `${course} ${stateNow()}` : '' });
      const fault = decide(kind, place);
      if (fault) {
        injected[place] = spellFault(fault);
        counts[kind] += 1;
      }
      return fault;
    },
    injected: () => injected,
    places: () => places,
    visits: () => visits,
    counts: () => counts,
    heal() {
      healed = true;
    },
  };
}

function timed(seed: number, place: string, kind: string): Fault {
  const longest = LONGEST_MS[kind];
  return { kind, ms: longest ? drawBetween(seed, `ms ${place}`, 20, longest) : 0 };
}
