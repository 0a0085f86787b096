import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { record } from '#core/ledger/record.ts';
import type { Key } from '#core/ports/table.ts';
import { MOVES, mayMove } from '#core/release/moves.ts';
import {
  executionName,
  isTerminal,
  parseReleaseId,
  type ReleaseState,
  releaseId,
  TERMINAL,
} from '#core/release/release.ts';
import { firstLook, nextLook } from '#core/waits/looks.ts';
import { aRelease, NOON } from '#test/fixtures/ledger.ts';
import { holds, must, reached } from './holds.ts';

const STATES = Object.keys(MOVES) as ReleaseState[];
const name = fc.constantFrom('a', 'b', 'a-1', 'a1', 'hello', 'hello-world');
const number = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 999_999 }));
const ref = fc.constantFrom('refs/heads/a', 'refs/heads/a#b', 'refs/heads/a#refs/heads/a', 'refs/heads/PUSH#', 'HEAD');
const sha = fc.constantFrom('a'.repeat(40), 'b'.repeat(40), '0'.repeat(40));
const direction = fc.constantFrom('forward' as const, 'rollback' as const);

/** A key, and everything that it is made from. */
type Made = { from: unknown[]; key: Key };
const made = <A extends unknown[]>(
  what: string,
  args: fc.Arbitrary<A>,
  make: (...args: A) => Key,
): fc.Arbitrary<Made> => args.map((each) => ({ from: [what, ...each], key: make(...each) }));
const id = fc.tuple(name, number).map(([service, n]) => `${service}#${n}`);

const aKey: fc.Arbitrary<Made> = fc.oneof(
  made('listed', fc.tuple(name), keys.listedService),
  made('config', fc.tuple(number, name), keys.config),
  made('head', fc.tuple(name), keys.head),
  made('release', fc.tuple(name, number), keys.release),
  made('environment', fc.tuple(name, name), keys.environment),
  made('artifact', fc.tuple(name, sha), keys.artifact),
  made('quarantine', fc.tuple(name, sha), keys.quarantine),
  made('event', fc.tuple(id, number), keys.event),
  made('run', fc.tuple(id, name), keys.run),
  made('deployment', fc.tuple(id, name, name, direction), keys.deployment),
  made('thread', fc.tuple(id), keys.thread),
  made('pushHead', fc.tuple(number, ref), keys.pushHead),
  made('push', fc.tuple(number, ref, sha, sha), keys.push),
  made('delivery', fc.tuple(name), keys.delivery),
  made('wait', fc.tuple(name, id, name), keys.wait),
);

describe('the keys of the ledger', () => {
  it('are the same for the same thing only', () => {
    holds(fc.tuple(aKey, aKey), ([a, b]) => {
      const isSame = a.key.pk === b.key.pk && a.key.sk === b.key.sk;
      return isSame === (JSON.stringify(a.from) === JSON.stringify(b.from));
    });
  });

  it('stand in the order of their numbers up to 999,999', () => {
    holds(fc.tuple(number, number), ([a, b]) => {
      must(keys.release('a', a).sk < keys.release('a', b).sk === a < b, 'releases out of order');
      return keys.event('a#1', a).sk < keys.event('a#1', b).sk === a < b;
    });
  });
});

describe('the names of a release', () => {
  it('lead back to it, are its own, and are what Step Functions takes', () => {
    holds(fc.tuple(name, number, name, number), ([service, n, other, m]) => {
      const [release, another] = [
        { service, number: n },
        { service: other, number: m },
      ];
      const back = parseReleaseId(releaseId(release));
      must(back?.service === service && back.number === n, 'another release');
      must(/^[A-Za-z0-9-]{1,80}$/.test(executionName(release)), executionName(release));
      const isSame = service === other && n === m;
      return (executionName(release) === executionName(another)) === isSame;
    });
  });

  it('are nothing else', () => {
    holds(fc.string({ maxLength: 12 }), (id) => {
      const parsed = parseReleaseId(id);
      return parsed === undefined || releaseId(parsed) === id;
    });
  });
});

/** Tries to move a release through states at will, and records what is legal. */
function walk([from = 'ACCEPTED', ...tries]: ReleaseState[]): StoredRelease[] {
  const steps = [aRelease({ state: isTerminal(from) ? 'ACCEPTED' : from })];
  for (const [i, to] of tries.entries()) {
    const release = steps.at(-1) ?? aRelease();
    if (!mayMove(release.state, to)) continue;
    const [written] = record(release, { kind: 'arrived', sentence: `step ${i}`, actor: 'bakewatch', at: NOON + i, to });
    if (written && 'put' in written) steps.push({ ...(written.put as StoredRelease), version: release.version + 1 });
  }
  return steps;
}

describe('the life of a release', () => {
  const tries = fc.array(fc.constantFrom(...STATES), { minLength: 30, maxLength: 60 });

  it('moves by the table, one event at a time, and ends once (S13)', () => {
    const ends = reached(...TERMINAL);
    holds(tries, (states) => {
      const steps = walk(states);
      const last = steps.at(-1);
      steps.forEach((step, i) => {
        const before = steps[i - 1];
        if (!before) return;
        must(!isTerminal(before.state), `left ${before.state}`);
        must(step.events === before.events + 1, 'an event is missing');
        must((step.endedAt !== undefined) === isTerminal(step.state), 'ended, or not');
      });
      if (last && isTerminal(last.state)) ends.note(last.state);
    });
    expect(ends.rare()).toEqual([]);
  });

  it('leaves what is said after the end to the history', () => {
    holds(fc.tuple(fc.constantFrom(...TERMINAL), fc.nat()), ([state, ms]) => {
      const ended = aRelease({ state, reason: 'why it ended', endedAt: NOON });
      const [written] = record(ended, { kind: 'resumed', sentence: 'resumed', actor: 'amy', at: NOON + ms });
      const next: Record<string, unknown> = written && 'put' in written ? written.put : {};
      return next['reason'] === 'why it ended' && next['endedAt'] === NOON && next['state'] === state;
    });
  });
});

describe('the looks of a wait', () => {
  it('go on for ever, never more than twice as far apart as before, and never too far', () => {
    const YEAR = 31_536_000;
    holds(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: YEAR })), ([first, atMost]) => {
      let look = firstLook(Math.min(first, atMost));
      for (let i = 0; i < 40; i += 1) {
        const next = nextLook(look, atMost);
        must(next.waited === look.waited + look.after, 'time that nobody waited');
        must(next.after >= 1 && next.after <= look.after * 2, `${next.after} s after ${look.after} s`);
        must(next.after <= Math.max(300, next.waited * 0.05), 'too far apart');
        must(next.after <= Math.max(atMost, next.waited * 0.05), 'farther apart than the stage asks for');
        look = next;
      }
    });
  });
});
