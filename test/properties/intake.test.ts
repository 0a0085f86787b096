import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceConfig } from '#core/config/schema.ts';
import { judgePush } from '#core/intake/judge-push.ts';
import { whyIgnored } from '#core/intake/match-service.ts';
import { NO_COMMIT, type Push } from '#core/intake/push.ts';
import type { PushHead } from '#core/ledger/items.ts';
import { holds, must, reached } from './holds.ts';

const sha = (number: number): string => (number === 0 ? NO_COMMIT : String(number).padStart(40, 'a'));

const aPush = (before: number, after: number, over: Partial<Push> = {}): Push => ({
  repositoryId: 1,
  repositoryName: 'acme/hello',
  ref: 'refs/heads/main',
  before: sha(before),
  after: sha(after),
  forced: false,
  senderId: 7,
  sender: 'amy',
  author: 'amy',
  subject: 'Mend the door',
  reverts: [],
  changedPaths: [],
  ...over,
});

/** What intake remembers, kept as `accept-push` keeps it: pushes by content, and where the ref stood last. */
function intake() {
  const known = new Map<string, { releases: string[] }>();
  let head: PushHead | undefined;
  return (push: Push) => {
    const key = `${push.before}#${push.after}`;
    const successor = [...known].find(([each]) => each.startsWith(`${push.after}#`))?.[1];
    const verdict = judgePush({ push, head, same: known.get(key), successor });
    if (verdict.kind === 'duplicate') return verdict;
    known.set(key, { releases: [`hello#${known.size + 1}`] });
    const isUnsure = verdict.kind === 'new' && verdict.unordered;
    if (verdict.kind === 'new') head = { after: push.after, ...(isUnsure ? { unsure: true } : {}) };
    return verdict;
  };
}

const chainOf = (length: number): Push[] => Array.from({ length }, (_, i) => aPush(i, i + 1));

describe('the judgement of a push', () => {
  const length = fc.integer({ min: 1, max: 8 });

  it('takes every push of a chain for news when they come in order', () => {
    holds(length, (count) => {
      const accept = intake();
      return chainOf(count).every((push) => {
        const verdict = accept(push);
        return verdict.kind === 'new' && !verdict.gap && !verdict.unordered;
      });
    });
  });

  it('takes the same content for news once, whatever the order in which it comes again (S3, W14)', () => {
    const verdicts = reached('duplicate');
    holds(fc.array(fc.nat({ max: 4 }), { maxLength: 15 }), (order) => {
      const chain = chainOf(5);
      const accept = intake();
      const first = new Set<number>();
      return order.every((i) => {
        const verdict = accept(chain[i] ?? aPush(8, 9));
        const isAgain = first.has(i);
        first.add(i);
        if (!isAgain) return verdict.kind !== 'duplicate';
        if (verdict.kind === 'duplicate') verdicts.note('duplicate');
        return verdict.kind === 'duplicate';
      });
    });
    expect(verdicts.rare()).toEqual([]);
  });

  it('never passes off as the newest what came after a later push (E03, E04)', () => {
    const kinds = reached('late', 'unordered', 'in order');
    const orders = length.chain((count) => fc.shuffledSubarray(chainOf(count)));
    holds(orders, (order) => {
      const accept = intake();
      let newest = 0;
      for (const push of order) {
        const verdict = accept(push);
        const number = Number(push.after.replaceAll('a', ''));
        const isSure = verdict.kind === 'new' && !verdict.unordered;
        kinds.note(verdict.kind === 'late' ? 'late' : isSure ? 'in order' : 'unordered');
        must(number > newest || !isSure, `push ${number} came after ${newest} and passes for the newest`);
        newest = Math.max(newest, number);
      }
    });
    expect(kinds.rare()).toEqual([]);
  });

  it('never calls a forced push, a new branch or a deleted one late by the chain alone', () => {
    const ends = fc.record({ before: fc.nat({ max: 3 }), after: fc.nat({ max: 3 }), forced: fc.boolean() });
    holds(fc.array(ends, { maxLength: 8 }), (pushes) => {
      const accept = intake();
      return pushes.every(({ before, after, forced }) => {
        const verdict = accept(aPush(before, after, { forced }));
        return verdict.kind !== 'late' || (!forced && before !== 0 && after !== 0);
      });
    });
  });
});

const GLOBS = ['src/**', '**/*.ts', '*', 'docs/*', '{a,b}/**', '[', '(', '\\', './', '!docs/**', '!**/*.md', '!', '!!'];
const PATHS = ['src/a.ts', 'README.md', '.github/x.yml', 'docs/a.md', 'a/b', 'src/a\nb.ts', 'a\u2028b', '[', 'src/(x)'];

describe('whether a push concerns a service', () => {
  const config = (over: Partial<ServiceConfig>) => ({
    service: 'hello',
    config: { branch: 'main', ...over } as ServiceConfig,
  });
  const some = fc.array(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 4 });
  const globs = fc.array(fc.oneof(fc.constantFrom(...GLOBS), fc.string({ minLength: 1, maxLength: 8 })), {
    minLength: 1,
    maxLength: 3,
  });

  it('is answered for any globs and any paths, and a further path never takes a release away', () => {
    const answers = reached('concerned', 'not concerned');
    holds(fc.tuple(globs, some, some), ([paths, changedPaths, more]) => {
      const why = (changed: string[]) => whyIgnored(aPush(1, 2, { changedPaths: changed }), config({ paths }));
      const ignored = why(changedPaths);
      answers.note(ignored === undefined ? 'concerned' : 'not concerned');
      return ignored !== undefined || why([...changedPaths, ...more]) === undefined;
    });
    expect(answers.rare()).toEqual([]);
  });

  it('is yes for every path when all paths are named, and when none is taken away', () => {
    holds(fc.tuple(some, fc.constantFrom<string[]>(['**'], ['!nothing/**'], ['!'])), ([changedPaths, paths]) => {
      return whyIgnored(aPush(1, 2, { changedPaths }), config({ paths })) === undefined;
    });
  });

  it('is no for every other branch, tag and spelling (W21)', () => {
    const other = fc.oneof(
      fc.constantFrom(
        'refs/tags/main',
        'refs/heads/Main',
        'refs/heads/main ',
        'refs/heads/x/main',
        'main',
        'refs/heads/mаin',
      ),
      fc.string({ maxLength: 12 }).map((name) => `refs/heads/${name}`),
    );
    holds(other, (ref) => ref === 'refs/heads/main' || whyIgnored(aPush(1, 2, { ref }), config({})) !== undefined);
  });

  it('is a matter of exact membership for senders (W24)', () => {
    holds(fc.tuple(fc.nat(99), fc.uniqueArray(fc.nat(99), { minLength: 1 })), ([senderId, senders]) => {
      const why = whyIgnored(aPush(1, 2, { senderId }), config({ senders }));
      return (why === undefined) === senders.includes(senderId);
    });
  });
});
