import fc from 'fast-check';
import type { Observations } from '#core/bake/judge.ts';
import type { Baseline } from '#core/ledger/items.ts';
import type { BakeRule } from '#core/plan/plan.ts';
import { EVIDENCE } from '#test/fixtures/stage-plan.ts';
import { aReading } from './alarms.ts';
import { moment, span } from './moments.ts';
import { NAMES, text } from './texts.ts';

const MINUTE = 60_000;

export interface Bake {
  rule: BakeRule;
  seen: Observations;
  now: number;
}

const baseline: fc.Arbitrary<Baseline> = fc.record(
  {
    configuration: fc.constant('agreed'),
    evaluationMs: fc.constantFrom(0, MINUTE, 3 * MINUTE),
    changedAt: moment,
    exempt: fc.boolean(),
  },
  { requiredKeys: ['configuration', 'evaluationMs'] },
);

const fleet = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant({ target: 'hello', trouble: undefined, foreign: false }) },
    {
      weight: 1,
      arbitrary: fc.record({ target: fc.constant('hello'), trouble: text, foreign: fc.boolean() }),
    },
  ),
  { maxLength: 2 },
);

const samples = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: EVIDENCE.minSamples - 2, max: EVIDENCE.minSamples + 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, Number.NaN, undefined) },
  { weight: 1, arbitrary: text.map((unreadable) => ({ unreadable })) },
);

/** A stage somewhere in its bake. A name of the rule may have no reading, and a reading no baseline. */
export const aBake: fc.Arbitrary<Bake> = fc.subarray([...NAMES]).chain((names) =>
  fc.record({
    rule: fc.record({
      forMs: span,
      atMostMs: span,
      alarms: fc.constant(names),
      where: fc.constant({}),
      inconclusive: fc.constant('hold' as const),
      decideWithinMs: fc.constant(MINUTE),
      ...(names.includes('slow') ? { evidence: fc.constant(EVIDENCE) } : {}),
    }) as fc.Arbitrary<BakeRule>,
    seen: fc.record({
      deployStartedAt: moment,
      bakeStartedAt: moment,
      baseline: baselineOf(names),
      alarms: fc
        .tuple(...names.map(aReading))
        .chain((read) =>
          fc.oneof({ weight: 20, arbitrary: fc.constant(read) }, { weight: 1, arbitrary: fc.constant(read.slice(1)) }),
        ),
      voided: fc.oneof({ weight: 14, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: text }),
      samples,
      fleet,
    }),
    now: moment,
  }),
);

const baselineOf = (names: string[]): fc.Arbitrary<Record<string, Baseline>> =>
  fc
    .tuple(...names.map((name) => baseline.map((known) => [name, known] as const)))
    .chain((entries) =>
      fc.oneof(
        { weight: 20, arbitrary: fc.constant(Object.fromEntries(entries)) },
        { weight: 1, arbitrary: fc.constant(Object.fromEntries(entries.slice(1))) },
      ),
    );
