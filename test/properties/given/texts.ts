import fc from 'fast-check';

/** What people, attackers and AWS put where a sentence is expected; up to the 2,000 characters that are kept of one. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('5 > 1', 'tasks failed to start', '; 9 more', '<!channel>', '\u202eabc') },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(2_000), '🚀'.repeat(700), `x${'🚀'.repeat(260)}`) },
);

/** Names that are keys of a record; one of them every object seems to have. */
export const NAMES = ['errors', 'slow', 'constructor'] as const;
