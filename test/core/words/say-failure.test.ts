import { describe, expect, it } from 'vitest';
import { sayFailure } from '#core/words/say-failure.ts';
import { cut, sayRevision, sayTime } from '#core/words/say-time.ts';

describe('a failure', () => {
  it.each<[string, { Error?: string; Cause?: string }, string]>([
    ['a sentence of ours', { Error: 'DeploymentFailed', Cause: 'hello: no capacity' }, 'hello: no capacity'],
    [
      'what a Lambda threw',
      {
        Error: 'FenceLost',
        Cause: JSON.stringify({ errorType: 'FenceLost', errorMessage: 'nobody has it', trace: [] }),
      },
      'nobody has it',
    ],
    [
      'a failed build, with its phase, message and log',
      {
        Error: 'States.TaskFailed',
        Cause: JSON.stringify({
          Build: {
            BuildStatus: 'FAILED',
            Phases: [
              { PhaseType: 'INSTALL', PhaseStatus: 'SUCCEEDED' },
              { PhaseType: 'BUILD', PhaseStatus: 'FAILED', Contexts: [{ Message: 'npm test: exit status 1' }] },
              { PhaseType: 'COMPLETED' },
            ],
            Logs: { DeepLink: 'https://logs' },
          },
        }),
      },
      'the build failed in BUILD: npm test: exit status 1 (log: https://logs)',
    ],
    [
      'a build whose parts are not what they should be',
      {
        Cause: JSON.stringify({
          BuildStatus: 'FAILED',
          Phases: [null, { PhaseStatus: 'FAILED', PhaseType: 'BUILD', Contexts: [null, { Message: 'exit 1' }] }],
          Logs: null,
        }),
      },
      'the build failed in BUILD: exit 1',
    ],
    [
      'a test task whose containers are not what they should be',
      { Cause: JSON.stringify({ Containers: [null] }) },
      'the task failed: it never ran in container of no name',
    ],
    [
      'a build that timed out without a word',
      { Cause: JSON.stringify({ BuildStatus: 'TIMED_OUT' }) },
      'the build timed_out',
    ],
    [
      'a test task that did not exit with 0',
      {
        Error: 'States.TaskFailed',
        Cause: JSON.stringify({
          Containers: [{ Name: 'tests', ExitCode: 3 }],
          StoppedReason: 'Essential container in task exited',
        }),
      },
      'the task failed: exit code 3 in container tests (Essential container in task exited)',
    ],
    ['a timeout', { Error: 'States.Timeout' }, 'a step took longer than it may'],
    ['nothing but a name', { Error: 'States.Runtime' }, 'the execution failed with States.Runtime'],
    ['nothing at all', {}, 'the execution failed with an unnamed error'],
    ['JSON that was cut off', { Error: 'X', Cause: '{"errorMessage":"half' }, '{"errorMessage":"half'],
    ['an object that says nothing', { Error: 'X', Cause: '{"a":1}' }, 'the execution failed with X'],
  ])('is said in one sentence: %s', (_, failure, sentence) => {
    expect(sayFailure(failure)).toBe(sentence);
  });

  it('is never longer than a message may be', () => {
    expect(sayFailure({ Cause: 'x'.repeat(40_000) })).toHaveLength(1_000);
    expect(sayFailure({ Cause: JSON.stringify({ errorMessage: 'x'.repeat(40_000) }) })).toHaveLength(1_000);
  });
});

describe('words', () => {
  it('say times in UTC and revisions by their short name', () => {
    expect(sayTime(Date.UTC(2026, 10, 22, 12, 3, 10))).toBe('12:03:10 UTC');
    expect(sayRevision('arn:aws:ecs:eu-central-1:000000000000:task-definition/hello:7')).toBe('hello:7');
    expect(sayRevision('nothing')).toBe('nothing');
  });

  it('are cut with a mark, and never through a character', () => {
    expect(cut('12345', 5)).toBe('12345');
    expect(cut('123456', 5)).toBe('1234…');
    expect(cut('abc😀def', 5)).toBe('abc…');
    expect(cut('abc😀def', 6)).toBe('abc😀…');
  });
});
