import type { Change, Item, Key, Table } from '#core/ports/table.ts';

/** The attribute that a version of next year keeps in every item and in everything within it. */
const STRANGER = 'sinceNextYear';
const WHAT_IT_KEEPS = { deep: [null, 'x'], count: 1 };

/** What has names for attributes: there a stranger would be one more alarm, target, dimension or person. */
const MAPS = new Set(['baseline', 'taskDefinitions', 'adopted', 'dimensions', 'people', 'may', 'command']);

/**
 * What a release waits for, in a stage or before its build: only the one who waits writes them, at every look that finds others. Two versions
 * never write those of one wait by turns, and what they were is not kept.
 */
const BY_ONE_WRITER = new Set(['blockers', 'checks']);

/**
 * What is said at one moment and is written anew as a whole (ADR 16): what another version knew of it belonged to what it was. Everything
 * else lasts, and is written over as it was read.
 */
const VALUES = [
  /^PUSH#.* \/ (HEAD|SUSPECT|PUSH#.*)$/,
  /^COMMIT#/,
  /^FREEZES \/ FREEZE#/,
  /^WAIT#/,
  / \/ (ARTIFACT|QUARANTINE)#\w+$/,
  / \/ PLAN$/,
  / \/ DEPLOYMENT#.*#rollback$/,
];

/** Partitions with several kinds of items, in which a version of next year keeps one kind more, before and behind each of those. */
const SHARED = /^(SERVICE#|RELEASE#|PUSH#|FREEZES$|COMMANDS#|SERVICES$|REPO#|COMMIT#)/;
const NEIGHBOURS = [
  'AAA#1',
  'COMMANDMENT#1',
  'EVENTUALLY#1',
  'FREEZER#1',
  'PUSHES#1',
  'RELEASES#1',
  'SERVICES#1',
  'STAGES#1',
  'zzz#1',
];

export interface Strangers {
  table: Table;
  /** What was written without something that another version had put there: `SERVICE#hello / STAGE#production: holder`. */
  lost(): string[];
}

/**
 * The same table, shared with a version of next year: it has attributes that nobody here knows of in every item and in whatever
 * is in it, and kinds of items beside the known ones. `present` false: as it is today, by the same steps.
 */
export function amongStrangers(inner: Table, present = true): Strangers {
  const known = new Map<string, Item>();
  /** What somebody has read: who writes on after a write of its own has the item to itself, or is refused. */
  const seen = new Set<string>();
  const settled = new Set<string>();
  const lost = new Set<string>();

  const dress = (change: Change): Change => {
    if (!('put' in change)) return change;
    const before = known.get(nameOf(change.put));
    if (before && before.version === change.expected && seen.has(versionOf(before)))
      for (const path of lostIn(before, change.put)) lost.add(`${nameOf(change.put)}: ${path}`);
    return { ...change, put: { ...(withStranger(change.put) as typeof change.put) } };
  };
  const neighboursOf = (changes: Change[]): Change[] => {
    const partitions = new Set(changes.flatMap((change) => ('put' in change ? [change.put.pk] : [])));
    return [...partitions]
      .filter((pk) => SHARED.test(pk) && !settled.has(pk))
      .flatMap((pk) => {
        settled.add(pk);
        return NEIGHBOURS.map((sk): Change => ({ put: { pk, sk, [STRANGER]: WHAT_IT_KEEPS }, expected: 'absent' }));
      });
  };

  return {
    table: {
      async read(key) {
        const item = await inner.read(key);
        if (item) seen.add(versionOf(item));
        return item;
      },
      async list(pk, options) {
        const items = await inner.list(pk, options);
        for (const item of items) seen.add(versionOf(item));
        return items;
      },
      async write(changes) {
        const neighbours = present ? neighboursOf(changes) : [];
        const dressed = present ? changes.map(dress) : changes;
        const isWritten = await inner.write([...dressed, ...neighbours]);
        if (isWritten) for (const change of dressed) remember(known, change);
        else for (const { put } of neighbours as { put: Key }[]) settled.delete(put.pk);
        return isWritten;
      },
    },
    lost: () => [...lost],
  };
}

function remember(known: Map<string, Item>, change: Change): void {
  if (!('put' in change)) return;
  const version = change.expected === 'absent' ? 1 : change.expected + 1;
  known.set(nameOf(change.put), JSON.parse(JSON.stringify({ ...change.put, version })) as Item);
}

const versionOf = (item: Item): string => `${nameOf(item)} ${item.version}`;
const nameOf = ({ pk, sk }: Key): string => `${pk} / ${sk}`;

/** Numbers instead of names, so that every loss of a kind is one. */
export const kindOf = (loss: string): string => loss.replaceAll(/[0-9a-f]{40}|\d+/g, '0');

function withStranger(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((part) => withStranger(part));
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) =>
    key === STRANGER || BY_ONE_WRITER.has(key) ? [key, part] : [key, withStranger(part, key)],
  );
  return { ...Object.fromEntries(parts), ...(MAPS.has(name) ? {} : { [STRANGER]: WHAT_IT_KEEPS }) };
}

/** Where the stranger was before and is not any more, although the thing that had it is still the same one. */
function lostIn(before: Item, after: Key & Record<string, unknown>): string[] {
  if (VALUES.some((value) => value.test(nameOf(after)))) return [];
  const things: [path: string, was: unknown, is: unknown][] = [
    ['itself', before, after],
    ...SAME_THINGS.flatMap(({ path, isSame }): [string, unknown, unknown][] => {
      const [was, is] = [before[path], after[path]];
      return isThing(was) && isThing(is) && isSame(was, is) ? [[path, was, is]] : [];
    }),
  ];
  return things
    .filter(([, was, is]) => isThing(was) && STRANGER in was && isThing(is) && !(STRANGER in is))
    .map(([path]) => path);
}

type Thing = Record<string, unknown>;
const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const by =
  (...names: string[]) =>
  (was: Thing, is: Thing): boolean =>
    names.every((name) => was[name] === is[name]);

/** What lasts within items that last, and by what it is known again. */
const SAME_THINGS: { path: string; isSame: (was: Thing, is: Thing) => boolean }[] = [
  { path: 'holder', isSame: by('fence', 'since') },
  { path: 'current', isSame: by('release', 'at') },
  { path: 'hold', isSame: by('kind', 'release', 'since') },
  { path: 'fixForward', isSame: by('at') },
  { path: 'rollback', isSame: by('reason', 'at') },
  { path: 'rollbackTo', isSame: by('release', 'at') },
  { path: 'migration', isSame: by('startedAt') },
  { path: 'accepted', isSame: by('at') },
  { path: 'rejected', isSame: by('at') },
  { path: 'emergency', isSame: by('at') },
  { path: 'cancelled', isSame: by('at') },
  { path: 'turnsBack', isSame: by('stage') },
  { path: 'supersededUpTo', isSame: by('number') },
];
