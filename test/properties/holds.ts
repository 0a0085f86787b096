import fc from 'fast-check';

/** How often each law is tried; mutation tests try less often, long nights more. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 10_000);
const SEED = process.env['PROPERTY_SEED'];

/**
 * Tries a law on `RUNS` inputs: it holds when `law` returns true (or nothing) for each. A failure is shrunk, and says with
 * which seed and path it is seen again (`PROPERTY_SEED`).
 */
export function holds<Given>(given: fc.Arbitrary<Given>, law: (given: Given) => boolean | undefined): void {
  fc.assert(
    fc.property(given, (value) => law(value) ?? true),
    { numRuns: RUNS, ...(SEED ? { seed: Number(SEED) } : {}) },
  );
}

/** Counts what a law was tried on: one whose interesting case never came up has shown nothing. */
export function reached<Kind extends string>(...wanted: Kind[]) {
  const seen = new Map<Kind, number>(wanted.map((kind) => [kind, 0]));
  return {
    note(kind: Kind): void {
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    },
    /** The cases that came up in less than one of a thousand tries; a short run says nothing about that. */
    rare: (): Kind[] => (RUNS < 1_000 ? [] : wanted.filter((kind) => (seen.get(kind) ?? 0) * 1_000 < RUNS)),
  };
}

/** Says which part of a law broke; shrinking keeps the sentence. */
export function must(isTrue: boolean, sentence: string): void {
  if (!isTrue) throw new Error(sentence);
}
