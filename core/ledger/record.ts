import type { Change, Item, Key } from '../ports/table.ts';
import { assertMove } from '../release/moves.ts';
import { isTerminal, type Release, type ReleaseState, releaseId } from '../release/release.ts';
import type { LedgerEvent, Stored, StoredRelease } from './items.ts';
import { keys } from './keys.ts';

/** What is being recorded; the state stays as it is when `to` is left out. */
export interface Entry extends Pick<LedgerEvent, 'kind' | 'sentence' | 'actor' | 'refused'> {
  at: number;
  to?: ReleaseState;
  stage?: string | undefined;
  page?: boolean;
  alarms?: string[] | undefined;
  logs?: string | undefined;
  /** Further attributes of the release that change with it. */
  set?: Partial<Release>;
}

/** The two changes that belong together for ever: the release as it is now, and the line in its history that says why. */
export function record(release: StoredRelease, entry: Entry): Change[] {
  const { at, to, set, page, alarms, logs, stage, ...said } = entry;
  const state = to ?? release.state;
  if (to && to !== release.state) assertMove(release.state, to);
  const number = release.events + 1;
  // A release goes to another stage by a move; what is said about a stage that it has left (a hold lifted, say) is history.
  const isElsewhere = to === undefined && stage !== undefined && stage !== release.stage;
  const next: StoredRelease = {
    ...release,
    ...set,
    state,
    events: number,
    // So is what is said after its end, and what did not happen; why it ended, or is where it is, stays.
    ...(isTerminal(release.state) || isElsewhere || entry.kind === 'refused' ? {} : { reason: entry.sentence }),
    ...(stage && !isElsewhere ? { stage } : {}),
    ...(isTerminal(state) && !release.endedAt ? { endedAt: at } : {}),
  };
  const event: LedgerEvent = {
    ...said,
    release: releaseId(release),
    number,
    at,
    state,
    ...(stage ? { stage } : {}),
    ...(page ? { page } : {}),
    ...(alarms?.length ? { alarms } : {}),
    ...(logs ? { logs } : {}),
  };
  return [change(release, next), create(keys.event(event.release, number), event)];
}

/** Writes `next` over the item it was read as. */
export const change = (read: Item, next: object): Change => ({
  put: { ...next, pk: read.pk, sk: read.sk },
  expected: read.version,
});

/** What was stored, without its key and version: for whoever shows it or keeps it elsewhere. */
export function contentOf<T>({ pk: _pk, sk: _sk, version: _version, ...content }: Stored<T>): T {
  return content as T;
}

export const create = (key: Key, item: object): Change => ({ put: { ...item, ...key }, expected: 'absent' });

/** Writes nothing, but lets nothing be written when the item is not as it was read. */
export const unchanged = (key: Key, read: Item | undefined): Change => ({
  check: key,
  expected: read ? read.version : 'absent',
});

/** Writes an item that may or may not be there yet. */
export const put = (key: Key, read: Item | undefined, item: object): Change => ({
  put: { ...item, ...key },
  expected: read ? read.version : 'absent',
});
