import { describe, expect, it } from 'vitest';
import { judgeChecks } from '#core/checks/judge-checks.ts';
import type { ShownCheck } from '#core/ports/checks.ts';
import { MINUTE, NOON } from '#test/fixtures/ledger.ts';

const status = (name: string, state: string, over: Partial<ShownCheck> = {}): ShownCheck => ({
  kind: 'status',
  name,
  app: '',
  order: 1,
  state,
  ...over,
});
const run = (name: string, state: string, over: Partial<ShownCheck> = {}): ShownCheck => ({
  ...status(name, state),
  kind: 'run',
  app: 'actions',
  ...over,
});
const judge = (shown: ShownCheck[], require = ['build'], now = NOON) =>
  judgeChecks({ require, seen: { shown }, since: NOON - 60 * MINUTE, until: NOON + MINUTE, now });
const openOf = (shown: ShownCheck[], require?: string[]) => {
  const verdict = judge(shown, require);
  return verdict.kind === 'passed' ? 'passed' : verdict.checks.open;
};

describe('the checks of a commit', () => {
  it.each(['success', 'neutral', 'skipped'])('pass with %s, as GitHub has it', (state) => {
    expect(judge([run('build', state)])).toEqual({ kind: 'passed', sentence: 'its checks are green: build' });
  });

  it.each(['pending', 'expected', 'queued', 'in_progress', 'waiting', 'requested'])('run while one is %s', (state) => {
    expect(openOf([run('build', state)])).toEqual([{ name: 'build', is: 'running', state }]);
  });

  it.each([
    'failure',
    'error',
    'cancelled',
    'timed_out',
    'action_required',
    'startup_failure',
    'stale',
    'new in 2030',
    '',
  ])('are red with %s', (state) => {
    expect(openOf([run('build', state)])).toEqual([{ name: 'build', is: 'red', state }]);
  });

  it.each(['Build', 'build ', 'build / test', 'a build'])(
    'are known by their exact name: %s is another one',
    (name) => {
      expect(openOf([run(name, 'success')])).toEqual([{ name: 'build', is: 'missing' }]);
    },
  );

  it('are all needed: one that is missing or red among green ones keeps the release waiting, with its link', () => {
    const link = 'https://ci.example/7';
    expect(openOf([run('a', 'success'), status('b', 'failure', { link })], ['a', 'b', 'c'])).toEqual([
      { name: 'b', is: 'red', state: 'failure', link },
      { name: 'c', is: 'missing' },
    ]);
  });

  it.each([
    ['a status and a run', [status('build', 'success'), run('build', 'failure')]],
    ['a run and a status', [run('build', 'success'), status('build', 'failure')]],
    ['runs of two apps', [run('build', 'success'), run('build', 'failure', { app: 'other' })]],
    ['runs of two apps, in another order', [run('build', 'failure'), run('build', 'success', { app: 'other' })]],
  ])('are green only when everybody who reports the name says so: %s', (_what, shown) => {
    expect(openOf(shown)).toMatchObject([{ is: 'red' }]);
    expect(openOf(shown.map((one) => ({ ...one, state: 'success' })))).toBe('passed');
  });

  it('say what is red before what is running', () => {
    expect(openOf([run('build', 'queued'), status('build', 'error')])).toMatchObject([{ is: 'red', state: 'error' }]);
  });

  it('count as they were run last, by the same app', () => {
    const [first, second] = [run('build', 'failure', { order: 7 }), run('build', 'success', { order: 12 })];
    expect(openOf([first, second])).toBe('passed');
    expect(openOf([second, first])).toBe('passed');
    expect(openOf([{ ...first, order: 20 }, second])).toMatchObject([{ is: 'red' }]);
  });

  it('are not green when they cannot be read', () => {
    const verdict = judgeChecks({
      require: ['build', 'test'],
      seen: { unreadable: 'GitHub answered 503' },
      since: NOON,
      until: NOON + MINUTE,
      now: NOON,
    });
    expect(verdict).toMatchObject({
      kind: 'waiting',
      sentence:
        'waits for its checks: how build and test stand cannot be read: GitHub answered 503; goes on when every one is green, expires at 2026-11-22 12:01 UTC otherwise',
    });
  });

  it('say what they wait for, until when, in one sentence', () => {
    const shown = [status('lint', 'failure', { link: 'https://ci.example/7' }), run('build', 'in_progress')];
    expect(judge(shown, ['build', 'lint', 'ci/circleci: test']).sentence).toBe(
      'waits for its checks: build is running (in_progress); lint is red (failure, https://ci.example/7); ci/circleci: test is not reported yet; goes on when every one is green, expires at 2026-11-22 12:01 UTC otherwise',
    );
  });

  it('expire at their time, with what was missing or red', () => {
    expect(judge([run('build', 'failure')], ['build', 'test'], NOON + MINUTE)).toMatchObject({
      kind: 'expired',
      sentence: 'not all of its checks were green within 1 h 1 min: build is red (failure); test is not reported yet',
    });
    expect(judge([], ['build'], NOON + MINUTE - 1).kind).toBe('waiting');
  });

  it('pass when they are all green, also at the last look', () => {
    expect(judge([run('build', 'success')], ['build'], NOON + 60 * MINUTE).kind).toBe('passed');
  });
});
