import { expect, it } from 'vitest';
import { joinReasons } from '#core/words/join-reasons.ts';

it('says all reasons, one after the other', () => {
  expect(joinReasons(['a is red', 'b is red'])).toBe('a is red; b is red');
  expect(joinReasons(['a', 'b'], '; and ')).toBe('a; and b');
  expect(joinReasons([])).toBe('');
});

it('stays within what an item and a payload hold, and says how many are left out (S21)', () => {
  const fifty = Array.from({ length: 50 }, (_, i) => `alarm ${i}: ${'x'.repeat(1_200)}`);
  const sentence = joinReasons(fifty);
  expect(sentence.length).toBeLessThan(2_100);
  expect(sentence).toMatch(/^alarm 0: x+…; alarm 1/);
  expect(sentence).toMatch(/; 4[67] more$/);
});
