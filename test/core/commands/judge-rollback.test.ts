import { describe, expect, it } from 'vitest';
import { chooseTarget, type RollbackAsked, whyIrreversible } from '#core/commands/judge-rollback.ts';
import type { Current } from '#core/release/current.ts';
import { aCurrent, anEnvironment, NOON } from '#test/fixtures/ledger.ts';

const was = (release: number, over: Partial<Current> = {}) => aCurrent({ release, sha: `sha-${release}`, ...over });
const asked = (over: Partial<RollbackAsked> = {}): RollbackAsked => ({
  environment: anEnvironment({ current: was(6) }),
  healthy: [was(8), was(6), was(5), was(3)],
  quarantined: new Set(),
  ...over,
});
const held = (kind: 'rollback' | 'inconclusive', release: number) =>
  anEnvironment({ current: was(6), hold: { kind, release, reason: 'bad', since: NOON } });
const adopted = anEnvironment({ current: was(6, { adopted: { hello: '' } }) });

describe('where a stage goes back to', () => {
  it.each<[string, Partial<RollbackAsked>, number]>([
    ['the last healthy release before the current', {}, 5],
    ['the one that a person names', { to: 3 }, 3],
    ['a later one, when a person names it', { to: 8 }, 8],
    ['one before, when the last one is quarantined', { quarantined: new Set(['sha-5']) }, 3],
    ['one before, when the stage is held for the last one', { environment: held('rollback', 5) }, 3],
    ['the last one, whose bake a person is still to judge', { environment: held('inconclusive', 5) }, 5],
    ['the current one, when something else was adopted in its place', { environment: adopted }, 6],
    ['the current one, when it is named and something else was adopted', { environment: adopted, to: 6 }, 6],
  ])('is %s', (_what, over, release) => {
    expect(chooseTarget(asked(over))).toMatchObject({ effect: { release } });
  });

  it.each<[string, Partial<RollbackAsked>, string]>([
    [
      'nothing was ever healthy',
      { environment: anEnvironment() },
      'nothing was ever healthy in hello production: there is nothing to go back to',
    ],
    [
      'nothing older was',
      { healthy: [was(8), was(6)] },
      'hello production has nothing to go back to from hello#6; there is hello#8',
    ],
    [
      'nothing else was',
      { healthy: [was(6)] },
      'hello production has nothing to go back to from hello#6; there is no other',
    ],
    [
      'the named one never was',
      { to: 4 },
      'hello#4 was never healthy in production; there are hello#8, hello#5, hello#3',
    ],
    ['the named one is current', { to: 6 }, 'hello#6 is what hello production has already'],
    [
      'the named one is quarantined',
      { to: 3, quarantined: new Set(['sha-3']) },
      'hello#3 is quarantined; there are hello#8, hello#5',
    ],
    [
      'the stage is held for the named one',
      { to: 8, environment: held('rollback', 8) },
      'hello#8 is what the stage is held for; there are hello#5, hello#3',
    ],
  ])('is nowhere when %s', (_why, over, refused) => {
    expect(chooseTarget(asked(over))).toEqual({ refused });
  });

  it('is not behind a migration that cannot be undone, whoever ran it', () => {
    const run = (release: string, reversible?: boolean) => ({
      release,
      stage: 'production',
      arrivedAt: NOON,
      ...(reversible === undefined ? {} : { migration: { startedAt: NOON, taskDefinition: 'm:1', reversible } }),
    });
    expect(whyIrreversible('hello#3', [run('hello#4'), run('hello#5', true)])).toBeUndefined();
    expect(whyIrreversible('hello#3', [run('hello#5', false), run('hello#6'), run('hello#7', false)])).toContain(
      'the migration of hello#5, hello#7 cannot be undone, and hello#3 is older',
    );
  });
});
