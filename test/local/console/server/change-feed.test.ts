import { describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { changeOf } from '#local/console/server/change-feed.ts';

describe('changeOf', () => {
  it.each([
    ['a release', keys.release('hello', 7), { about: 'ledger', release: 'hello#7' }],
    ['a line of its history', keys.event('hello#7', 12), { about: 'ledger', release: 'hello#7' }],
    ['an environment', keys.environment('hello', 'staging'), { about: 'ledger' }],
    ['something unknown', undefined, { about: 'ledger' }],
    ['a wait', keys.wait('stage:hello/staging', 'hello#7', 'staging/enter'), undefined],
    ['a delivery', keys.delivery('guid'), undefined],
  ])('knows what %s is about', (_, key, expected) => {
    expect(changeOf(key)).toEqual(expected);
  });
});
