import { describe, expect, it } from 'vitest';
import { change, record } from '#core/ledger/record.ts';
import { aRelease, NOON } from '#test/fixtures/ledger.ts';

const entry = { kind: 'ended' as const, at: NOON, actor: 'bakewatch', sentence: 'superseded by hello#8' };

describe('a record', () => {
  it('changes the release and adds the line of its history that says why, together', () => {
    const changes = record(aRelease({ version: 3, events: 4 }), { ...entry, to: 'SUPERSEDED', stage: 'staging' });
    expect(changes).toMatchObject([
      {
        expected: 3,
        put: { state: 'SUPERSEDED', reason: 'superseded by hello#8', events: 5, endedAt: NOON, stage: 'staging' },
      },
      {
        expected: 'absent',
        put: { pk: 'RELEASE#hello#7', sk: 'EVENT#000005', number: 5, state: 'SUPERSEDED', release: 'hello#7' },
      },
    ]);
  });

  it('refuses an illegal move, and lets a state stay what it is', () => {
    expect(() => record(aRelease({ state: 'SUCCEEDED' }), { ...entry, to: 'FAILED' })).toThrow(
      'terminal states absorb',
    );
    expect(() => record(aRelease({ state: 'SUCCEEDED' }), { ...entry, to: 'SUCCEEDED' })).not.toThrow();
    expect(record(aRelease({ state: 'BAKING' }), entry)).toMatchObject([
      { put: { state: 'BAKING' } },
      { put: { state: 'BAKING' } },
    ]);
  });

  it('keeps the time at which a release ended when more is said of it later', () => {
    const ended = aRelease({ state: 'ROLLED_BACK', endedAt: NOON - 5 });
    expect(record(ended, entry)[0]).toMatchObject({ put: { endedAt: NOON - 5 } });
  });

  it('leaves a release where it is when something is said about another stage', () => {
    const baking = aRelease({ state: 'BAKING', stage: 'production', reason: 'bakes in production' });
    const said = { ...entry, kind: 'resumed' as const, stage: 'staging' };
    expect(record(baking, said)).toMatchObject([
      { put: { stage: 'production', reason: 'bakes in production', events: baking.events + 1 } },
      { put: { stage: 'staging', sentence: entry.sentence } },
    ]);
    expect(record(aRelease({ state: 'SUCCEEDED', stage: 'production' }), said)[0]).toMatchObject({
      put: { stage: 'production' },
    });
  });

  it('keeps attributes that it does not know (Z02)', () => {
    const newer = { ...aRelease(), colour: 'blue' };
    expect(record(newer, entry)[0]).toMatchObject({ put: { colour: 'blue' } });
    expect(change(newer, { ...newer, state: 'FAILED' })).toMatchObject({ put: { colour: 'blue' }, expected: 1 });
  });

  it('leaves out of an event what it does not have', () => {
    const [, event] = record(aRelease(), { ...entry, alarms: [], logs: undefined, page: false });
    expect(Object.keys(event && 'put' in event ? event.put : {}).sort()).toEqual(
      ['actor', 'at', 'kind', 'number', 'pk', 'release', 'sentence', 'sk', 'state'].sort(),
    );
  });
});
