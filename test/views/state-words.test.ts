import { expect, it } from 'vitest';
import { releaseWords } from '#views/state-words.ts';

it('says a state of a release that a later version has kept', () => {
  expect(releaseWords('ROLLED_BACK')).toEqual({ word: 'Rolled back', tone: 'bad' });
  expect(releaseWords('LOOKING_AROUND')).toEqual({ word: 'Looking around', tone: 'busy' });
});
