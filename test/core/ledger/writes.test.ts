import { expect, it } from 'vitest';
import { change, create, put, record } from '#core/ledger/record.ts';
import { aRelease, NOON } from '#test/fixtures/ledger.ts';

const KEY = { pk: 'SERVICE#hello', sk: 'HEAD' };

it('an item that may or may not be there is written over what was read of it', () => {
  expect(put(KEY, undefined, { lastNumber: 1 })).toEqual({ put: { ...KEY, lastNumber: 1 }, expected: 'absent' });
  expect(put(KEY, { ...KEY, version: 4 }, { lastNumber: 1 })).toEqual({ put: { ...KEY, lastNumber: 1 }, expected: 4 });
});

it('an item keeps its own key, whatever is written into it', () => {
  expect(create(KEY, { pk: 'other', sk: 'other', a: 1 })).toEqual({ put: { ...KEY, a: 1 }, expected: 'absent' });
  expect(change({ ...KEY, version: 4 }, { pk: 'other', a: 1 })).toEqual({ put: { ...KEY, a: 1 }, expected: 4 });
});

it('an event has the stage, the page, the alarms and the log that it is about', () => {
  const said = { kind: 'verdict', sentence: 'errors fired', actor: 'bakewatch', at: NOON } as const;
  const about = { stage: 'production', page: true, alarms: ['errors'], logs: 'https://logs' };
  expect(record(aRelease(), { ...said, ...about })[1]).toMatchObject({ put: { ...said, ...about, number: 2 } });
});
