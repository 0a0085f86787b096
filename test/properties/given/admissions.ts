import fc from 'fast-check';
import type { AdmissionFacts, ApprovalFacts, TargetFacts } from '#core/admission/admit.ts';
import type { Environment, Freeze, Hold } from '#core/ledger/items.ts';
import { aCurrent, aHolder, anEnvironment, digest, NOON, revision, SHA } from '#test/fixtures/ledger.ts';
import { aReading } from './alarms.ts';
import { moment, span } from './moments.ts';
import { text } from './texts.ts';

/** Mostly `usual`, now and then something else. */
const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>, weight = 6): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: other });
const none = fc.constant(undefined);
const number = fc.integer({ min: 1, max: 9 });

const hold: fc.Arbitrary<Hold> = fc.record(
  {
    kind: fc.constantFrom('rollback', 'inconclusive', 'rollback-failed', 'no-rollback-target'),
    release: number,
    reason: text,
    since: moment,
    sha: fc.constantFrom(SHA, 'f'.repeat(40)),
  },
  { requiredKeys: ['kind', 'release', 'reason', 'since'] },
);

const environment: fc.Arbitrary<Environment> = fc
  .record({
    arrived: mostly(fc.constant(5), number, 3),
    holder: mostly(
      none,
      fc.record({ release: number, leaseUntil: moment }).map((over) => aHolder(over)),
    ),
    current: mostly(
      fc.constant(aCurrent({ release: 4 })),
      fc.oneof(
        none,
        number.map((release) => aCurrent({ release })),
      ),
    ),
    hold: mostly(none, hold),
    fixForward: mostly(
      none,
      fc.subarray(['errors', 'slow']).map((alarms) => ({ by: 'amy', reason: 'mends it', at: NOON, alarms })),
      2,
    ),
    turning: mostly(none, number),
  })
  .map((parts) => anEnvironment(present(parts)));

const freeze: fc.Arbitrary<Freeze> = fc.record(
  { by: fc.constant('amy'), reason: text, at: moment, until: moment, stage: fc.constant('production') },
  { requiredKeys: ['by', 'reason', 'at'] },
);

const approval: fc.Arbitrary<ApprovalFacts> = fc.record({
  needed: fc.integer({ min: 1, max: 3 }),
  within: span,
  given: fc.array(
    fc.record({
      by: fc.constantFrom('amy', 'bob'),
      reason: text,
      at: moment,
      digest: fc.constant(digest('7')),
      // Whoever gathers the facts has counted only those that are valid now.
    }),
    { maxLength: 3 },
  ),
  rejected: mostly(none, fc.constant({ by: 'bob', reason: 'not today' }), 3),
});

const target: fc.Arbitrary<TargetFacts> = fc.record({
  name: fc.constantFrom('hello', 'worker'),
  primary: mostly(fc.constant(revision(5)), fc.constantFrom(undefined, revision(6)), 8),
  expected: mostly(fc.constant(revision(5)), none),
  backTo: mostly(fc.constant(revision(5)), none),
  backToUsable: mostly(fc.constant(true), fc.constant(false), 8),
  owner: mostly(none, fc.constant('hello#6')),
});

/** Everything that admission may know; more of it good than bad, so that some releases get in. A new fact is one more line. */
export const anAdmission: fc.Arbitrary<AdmissionFacts> = fc.record({
  service: fc.constant('hello'),
  number: mostly(fc.constant(5), number, 3),
  now: moment,
  turn: mostly(none, fc.constantFrom('rollback' as const, 'settle' as const), 8),
  isEmergency: mostly(fc.constant(false), fc.constant(true)),
  arrivedAt: moment,
  waitAtMost: span,
  reverts: fc.subarray([SHA, 'e'.repeat(40)]),
  resumeOnRevert: fc.boolean(),
  environment,
  head: fc.record({
    service: fc.constant('hello'),
    lastNumber: fc.constant(9),
    supersededUpTo: mostly(
      none,
      number.map((upTo) => ({ number: upTo, reason: 'its branch was deleted' })),
      8,
    ),
  }) as fc.Arbitrary<AdmissionFacts['head']>,
  quarantine: mostly(
    none,
    text.map((reason) => ({ service: 'hello', sha: SHA, release: 3, stage: 'production', reason, at: NOON })),
    10,
  ),
  freezes: mostly(none, fc.array(freeze, { maxLength: 2 })),
  window: mostly(
    none,
    moment.map((opensAt) => ({ kind: 'window' as const, reason: `opens at ${opensAt}`, opensAt })),
    8,
  ),
  approval: mostly(none, approval, 4),
  alarms: fc.tuple(aReading('errors'), aReading('slow')).chain((both) => fc.subarray(both)),
  targets: fc.array(target, { minLength: 1, maxLength: 2 }),
});

/** Without what is undefined: an item has no such attributes. */
const present = <T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never;
