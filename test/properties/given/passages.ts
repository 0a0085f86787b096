import fc from 'fast-check';
import type { Passage } from '#core/delivery/deployments.ts';
import { ONGOING, TERMINAL } from '#core/release/release.ts';
import { aCurrent } from '#test/fixtures/ledger.ts';
import { moment } from './moments.ts';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });

/** Drops what is undefined, as the ledger does. */
const kept = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

const run = fc
  .record({
    verdict: optional(
      fc.record({
        kind: fc.constantFrom('healthy', 'unhealthy', 'inconclusive', 'not yet'),
        reason: fc.constant(''),
        at: moment,
      }),
    ),
    rollback: optional(fc.record({ reason: fc.constant(''), at: moment })),
    leftAt: optional(moment),
  })
  .map(kept);

const change = fc
  .record({
    direction: fc.constantFrom('forward' as const, 'forward' as const, 'rollback' as const),
    intentAt: moment,
    requestedAt: optional(moment),
  })
  .map(kept);

const turnsBack = fc.integer({ min: 1, max: 8 }).map((bad) => ({
  stage: 'production',
  goesTo: aCurrent(),
  from: { release: bad, sha: '' },
  by: 'amy',
  reason: '',
}));

/** Whatever a ledger might say of a release, also what no ledger should. */
const passage = (number: number): fc.Arbitrary<Passage> =>
  fc
    .record({
      state: fc.constantFrom(...ONGOING, ...TERMINAL, 'SUCCEEDED' as const, 'ROLLED_BACK' as const),
      acceptedAt: moment,
      endedAt: optional(moment),
      turnsBack: fc.option(turnsBack, { nil: undefined, freq: 1 }),
      run: optional(run),
      changes: fc.array(change, { maxLength: 3 }),
    })
    .map(
      ({ run: ran, changes, ...release }) =>
        kept({ release: kept({ ...release, number }), run: ran, changes }) as Passage,
    );

/** The passages of up to eight releases, each with a number of its own, oldest first. */
export const passages: fc.Arbitrary<Passage[]> = fc
  .integer({ min: 0, max: 8 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => passage(i + 1))));
