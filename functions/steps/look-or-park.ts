import type { Stored, Wait } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';

export interface Parking {
  release: string;
  /** What is waited for, unique within the release: `production/bake`. */
  what: string;
  /** Whatever happens to one of these wakes it (`wakeKeys`). */
  wakeKeys: string[];
  token: string;
  /** `<state entered time>#<retry count>` of the task that owns the token. */
  attempt: string;
}

/** A look at the world: settled with a result that answers the token, or not yet. */
export type Look = () => Promise<{ settled?: unknown }>;

const DAYS_KEPT = 14;

/**
 * The one shape of every wait (design section 5): look; if not settled, park the token and look once more, because the
 * event may have come in between; then leave. The state machine's timeout brings the next look if no event does. Who comes
 * back and finds nothing woken since parks at once: the look after parking is the one that loses nothing, and the only one needed.
 */
export async function lookOrPark(
  ports: { table: Table; tokens: Tokens; now: Now },
  parking: Parking,
  look: Look,
): Promise<void> {
  const waits = await Promise.all(parking.wakeKeys.map((key) => readWait(ports.table, parking, key)));
  if (waits.length === 0 || waits.includes(undefined)) {
    const first = await look();
    if (first.settled !== undefined) return answer(ports, parking, first.settled);
  }
  await Promise.all(parking.wakeKeys.map((key, i) => park(ports, parking, key, waits[i])));
  const second = await look();
  if (second.settled !== undefined) await answer(ports, parking, second.settled);
}

async function answer(ports: { tokens: Tokens }, { token }: Parking, result: unknown): Promise<void> {
  await ports.tokens.answer(token, result);
}

const readWait = (table: Table, { release, what }: Parking, key: string): Promise<Stored<Wait> | undefined> =>
  table.read(keys.wait(key, release, what)) as Promise<Stored<Wait> | undefined>;

/** A frozen function that comes back late must not put its old token over a newer one. */
async function park(
  ports: { table: Table; now: Now },
  parking: Parking,
  key: string,
  there: Stored<Wait> | undefined,
): Promise<void> {
  const { release, what, token, attempt } = parking;
  if (there && isLater(there.attempt, attempt)) return;
  if (there?.token === token) return;
  const expiresAt = Math.floor(ports.now() / 1_000) + DAYS_KEPT * 86_400;
  const wait: Wait = { key, release, what, token, attempt, expiresAt };
  if (await ports.table.write([put(keys.wait(key, release, what), there, wait)])) return;
  await park(ports, parking, key, await readWait(ports.table, parking, key));
}

/** `<state entered time>#<retry count>`: neither part compares rightly as text (`#10` < `#9`, `:00Z` > `:00.5Z`). */
function isLater(one: string, other: string): boolean {
  const [oneTime = '', oneRetry] = one.split('#');
  const [otherTime = '', otherRetry] = other.split('#');
  const apart = Date.parse(oneTime) - Date.parse(otherTime);
  return apart === 0 ? Number(oneRetry) > Number(otherRetry) : apart > 0;
}
