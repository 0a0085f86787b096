import { describe, expect, it } from 'vitest';
import { ONGOING, TERMINAL } from '#core/release/release.ts';
import { commitStatus } from '#core/reports/commit-status.ts';
import { aRelease } from '#test/fixtures/ledger.ts';

describe('what a release says about its commit', () => {
  it.each([
    ['SUCCEEDED', 'success'],
    ['FAILED', 'failure'],
    ['ROLLED_BACK', 'failure'],
    ['ROLLBACK_FAILED', 'error'],
    ['SUPERSEDED', 'error'],
    ['CANCELLED', 'error'],
    ['REJECTED', 'error'],
    ['STALE', 'error'],
    ['EXPIRED', 'error'],
    ...ONGOING.map((state) => [state, 'pending'] as const),
  ] as const)('%s is %s', (state, said) => {
    expect(commitStatus(aRelease({ state }), undefined).state).toBe(said);
  });

  it('leaves no state out', () => {
    expect(TERMINAL).toHaveLength(9);
  });

  it('is where it stands and why, under its service`s name, with its execution', () => {
    const release = aRelease({ state: 'BAKING', stage: 'production', reason: 'watched for 10 minutes' });
    expect(commitStatus(release, 'https://console/a')).toEqual({
      context: 'bakewatch/hello',
      state: 'pending',
      description: 'hello#7 baking in production: watched for 10 minutes',
      url: 'https://console/a',
    });
  });

  it('is one line of at most 140 characters, whatever the reason is', () => {
    const { description } = commitStatus(aRelease({ reason: `a\nb\u0000c ${'🍞'.repeat(200)}` }), undefined);
    expect(description).toMatch(/^hello#7 accepted: a b c 🍞+…$/u);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(description.isWellFormed()).toBe(true);
  });
});
