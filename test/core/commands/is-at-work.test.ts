import { expect, it } from 'vitest';
import { isAtWork } from '#core/commands/is-at-work.ts';
import { aHolder, NOON } from '#test/fixtures/ledger.ts';

const failed = (release: number) => ({ kind: 'rollback-failed' as const, release, reason: 'stuck', since: NOON });

it.each<[string, Parameters<typeof isAtWork>[0], boolean]>([
  ['nobody', {}, false],
  ['whoever has the lock', { holder: aHolder() }, true],
  ['whoever had it until now', { holder: aHolder({ leaseUntil: NOON }) }, false],
  ['whoever could not be rolled back', { holder: aHolder({ release: 6 }), hold: failed(6) }, false],
  ['whoever came after that', { holder: aHolder({ release: 7 }), hold: failed(6) }, true],
  ['whoever waits for a person in its bake', { holder: aHolder(), hold: { ...failed(6), kind: 'inconclusive' } }, true],
])('%s is at work: %o', (_who, environment, expected) => {
  expect(isAtWork(environment, NOON)).toBe(expected);
});
