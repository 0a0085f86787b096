import type { Reporting, Stored, StoredRelease, Unreported } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

/** Longer than a call of this function may take: whoever had the turn before is over by then. */
const TURN_MS = 120_000;

interface Ports {
  table: Table;
  now: Now;
}

/**
 * One at a time speaks about a commit: what is said last must be what was read last. Takes the turn, and returns how often it was asked for
 * until now; undefined when another has the turn. That one looks again before it gives it back. In case that it does not come to that, the
 * release is noted as one to be reported. Whoever dies with the turn is called again, and finds it taken.
 */
export function takeTurn({ table, now }: Ports, release: StoredRelease): Promise<number | undefined> {
  return settleChange(table, async () => {
    const at = now();
    const [turn, note] = await readBoth(table, release);
    const known = { asked: 0, sent: 0, ...turn, newest: Math.max(turn?.newest ?? 0, release.number) };
    const isTaken = (turn?.busyUntil ?? 0) > at;
    const next: Reporting = isTaken ? { ...known, asked: known.asked + 1 } : { ...known, busyUntil: at + TURN_MS };
    const changes = [put(keys.reporting(release.service, release.sha), turn, next)];
    if (isTaken) changes.push(putNote(release, note, { ...begun(release, note, at), nextAt: at + TURN_MS }));
    return { changes, result: isTaken ? undefined : known.asked };
  });
}

/**
 * Gives it back when everything was said, and keeps what the status was. Returns undefined; or how often it was asked for, when somebody has asked
 * meanwhile.
 */
export function endTurn(
  { table }: Ports,
  release: StoredRelease,
  { asked, said }: { asked: number; said: string | undefined },
): Promise<number | undefined> {
  return settleChange(table, async () => {
    const [turn, note] = await readBoth(table, release);
    if (turn && turn.asked !== asked) return { changes: [], result: turn.asked };
    const spoken = turn && said !== undefined ? { ...turn, said, sent: turn.sent + 1 } : turn;
    return { changes: [...freed(spoken), ...removed(note)], result: undefined };
  });
}

/** Gives it back although not everything was said: `later` is what is noted from now on; none: it is given up. */
export function leaveTurn(
  { table, now }: Ports,
  release: StoredRelease,
  later: (note: Unreported) => Unreported | undefined,
): Promise<void> {
  return settleChange(table, async () => {
    const [turn, note] = await readBoth(table, release);
    const next = later(begun(release, note, now()));
    return { changes: [...freed(turn), ...(next ? [putNote(release, note, next)] : removed(note))], result: undefined };
  });
}

/** The note as it is, or as it begins. */
const begun = (release: StoredRelease, note: Stored<Unreported> | undefined, at: number): Unreported => ({
  release: releaseId(release),
  since: at,
  tries: 0,
  nextAt: at,
  ...note,
});

const putNote = ({ service, number }: StoredRelease, note: Stored<Unreported> | undefined, next: Unreported): Change =>
  put(keys.unreported(service, number), note, next);

function freed(turn: Stored<Reporting> | undefined): Change[] {
  if (!turn) return [];
  const { busyUntil: _freed, ...rest } = turn;
  return [put({ pk: turn.pk, sk: turn.sk }, turn, rest)];
}

const removed = (note: Stored<Unreported> | undefined): Change[] =>
  note ? [{ remove: note, expected: note.version }] : [];

const readBoth = (table: Table, { service, number, sha }: StoredRelease) =>
  Promise.all([
    table.read(keys.reporting(service, sha)) as Promise<Stored<Reporting> | undefined>,
    table.read(keys.unreported(service, number)) as Promise<Stored<Unreported> | undefined>,
  ]);
