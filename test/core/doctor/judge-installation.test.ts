import { describe, expect, test } from 'vitest';
import type { Finding } from '#core/doctor/finding.ts';
import { type Expected, judgeInstallation } from '#core/doctor/judge-installation.ts';
import type { InstallationFacts } from '#core/ports/checkup.ts';
import type { Answer } from '#core/ports/inventory.ts';

const found = <T>(of: T): Answer<T> => ({ kind: 'found', found: of });
const missing: Answer<never> = { kind: 'missing' };
const denied = (permission: string): Answer<never> => ({ kind: 'unasked', why: 'AWS denies it', permission });

const WELL: InstallationFacts = {
  functions: { 'bakewatch-notify': found({ state: 'Active', lastUpdate: 'Successful' }), 'bakewatch-idle': found({}) },
  readers: { 'bakewatch-notify': found({ state: 'Enabled', result: 'OK' }) },
  alias: found(true),
  rules: { 'bakewatch-sweep': found({ state: 'ENABLED' }) },
  secrets: { slack: found({ versions: 2 }), webhook: found({ versions: 1 }) },
  alarms: {
    loud: found({ state: 'OK', reason: '' }),
    shown: found({ state: 'INSUFFICIENT_DATA', reason: '' }),
  },
};
const EXPECTED: Expected = {
  alias: 'live',
  alarms: { loud: { pages: true, runbook: 'it-is-loud' }, shown: { pages: false, runbook: 'it-is-shown' } },
  given: [{ name: 'slack', without: 'nobody hears' }],
};

const unwell = (over: Partial<InstallationFacts>): Finding[] =>
  judgeInstallation({ ...WELL, ...over }, EXPECTED).filter(({ kind }) => kind !== 'ok');

describe('an installation', () => {
  test('that is well is said to be, once for each kind of thing', () => {
    expect(judgeInstallation(WELL, EXPECTED).map(({ kind, about }) => [kind, about])).toEqual([
      ['ok', 'functions'],
      ['ok', 'state machine'],
      ['ok', 'stream'],
      ['ok', 'event rules'],
      ['ok', 'secrets'],
      ['ok', 'alarms'],
    ]);
  });

  const cases: [string, Partial<InstallationFacts>, Finding['kind'], RegExp, RegExp][] = [
    ['a function is missing', { functions: { f: missing } }, 'wrong', /there is no f/, /install/],
    [
      'a function could not be updated',
      { functions: { f: found({ state: 'Active', lastUpdate: 'Failed', reason: 'no role' }) } },
      'wrong',
      /f is Active, its last update Failed: no role/,
      /install/,
    ],
    ['the alias is missing', { alias: missing }, 'wrong', /no alias "live"/, /install/],
    ['nobody reads the ledger', { readers: { f: missing } }, 'wrong', /do not reach f/, /install/],
    [
      'reading the ledger is switched off',
      { readers: { f: found({ state: 'Disabled', result: 'OK' }) } },
      'wrong',
      /do not reach f: it is Disabled/,
      /enable/,
    ],
    [
      'reading the ledger failed the last time',
      { readers: { f: found({ state: 'Enabled', result: 'PROBLEM: Function call failed' }) } },
      'warning',
      /last call of f failed: PROBLEM/,
      /aws logs tail \/aws\/lambda\/f/,
    ],
    ['a rule is missing', { rules: { r: missing } }, 'wrong', /no rule r/, /install/],
    [
      'a rule is switched off',
      { rules: { r: found({ state: 'DISABLED' }) } },
      'wrong',
      /r is DISABLED/,
      /enable-rule --name r/,
    ],
    ['a secret is missing', { secrets: { webhook: missing } }, 'wrong', /no secret webhook/, /install/],
    [
      'nobody has put a secret in',
      { secrets: { slack: found({ versions: 1 }) } },
      'warning',
      /nobody hears/,
      /put it in/,
    ],
    [
      'an alarm that calls somebody is red',
      { alarms: { loud: found({ state: 'ALARM', reason: '3 > 0' }) } },
      'wrong',
      /loud is red: 3 > 0/,
      /runbook\.md#it-is-loud/,
    ],
    [
      'an alarm that is only shown is red',
      { alarms: { shown: found({ state: 'ALARM', reason: '3 > 0' }) } },
      'warning',
      /shown is red/,
      /#it-is-shown/,
    ],
    ['one alarm is missing', { alarms: { ...WELL.alarms, lost: missing } }, 'warning', /no alarm lost/, /install/],
    [
      'no alarm is there',
      { alarms: { loud: missing, shown: missing } },
      'unchecked',
      /none of them is installed/,
      /in an account install it again/,
    ],
  ];
  test.each(cases)('%s', (_what, over, kind, message, remedy) => {
    expect(unwell(over)).toEqual([
      {
        kind,
        about: expect.any(String),
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(remedy),
      },
    ]);
  });

  test('what may not be asked is never well, and is said once with the permission that it needs', () => {
    const no = denied('lambda:GetFunctionConfiguration');
    expect(unwell({ functions: { a: no, b: no } })).toEqual([
      {
        kind: 'unchecked',
        about: 'functions',
        message: 'whether they are there: AWS denies it',
        remedy: 'ask with credentials that allow lambda:GetFunctionConfiguration',
      },
    ]);
  });
});
