import { existsSync, readFileSync } from 'node:fs';
import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { type Machine, type State, statesOf } from './states.ts';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('statemachines/release.asl.json', root), 'utf8');
const machine = JSON.parse(text) as Machine & { TimeoutSeconds?: number };
const states = statesOf(machine);
const tasks = states.filter(({ state }) => state.Type === 'Task');
const invocations = tasks.filter(({ state }) => state.Resource?.includes(':lambda:invoke'));
const waits = invocations.filter(({ state }) => state.Resource?.endsWith('.waitForTaskToken'));
const risky = states.filter(({ state }) => state.Type === 'Task' || state.Type === 'Map');

/** https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception */
const LAMBDA_SERVICE_ERRORS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
];
/** Whoever gets one of these gets it again, however often it asks. */
const FINAL_ERRORS = ['FenceLost', 'DeploymentRefused', 'ArtifactRefused'];

const kebab = (name: string): string => name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
const handlers = (state: State) => [...(state.Retry ?? []), ...(state.Catch ?? [])];

describe('release.asl.json', () => {
  it('is valid Amazon States Language', () => {
    const { isValid, errors } = validate(JSON.parse(text));
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });

  it('ends by itself at last, and can be reached in every state', () => {
    expect(machine.TimeoutSeconds).toBeGreaterThan(0);
    const named = new Set(
      text.match(/"(Next|Default|StartAt)": "([^"]+)"/g)?.map((m) => m.split('": "')[1]?.slice(0, -1)),
    );
    expect(states.map((s) => s.name).filter((name) => !named.has(name))).toEqual([]);
  });

  it('names no state twice, not even in two Maps', () => {
    const names = states.map((s) => s.name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it.each(tasks)('bounds, retries and catches the task "$name" (F08)', ({ state }) => {
    expect(state.TimeoutSeconds).toBeDefined();
    expect(state.Retry?.length).toBeGreaterThan(0);
    expect(state.Catch?.length).toBeGreaterThan(0);
  });

  it.each(risky)('catches whatever goes wrong in "$name"', ({ state }) => {
    expect(state.Catch?.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
  });

  it.each(risky)('has States.ALL alone and last in "$name"', ({ state }) => {
    for (const list of [state.Retry ?? [], state.Catch ?? []])
      for (const [i, { ErrorEquals }] of list.entries())
        if (ErrorEquals.includes('States.ALL')) {
          expect(ErrorEquals).toHaveLength(1);
          expect(i).toBe(list.length - 1);
        }
  });

  it.each(invocations)('retries Lambda`s own failures first in "$name"', ({ state }) => {
    const [first] = state.Retry ?? [];
    expect(first?.ErrorEquals).toEqual(expect.arrayContaining(LAMBDA_SERVICE_ERRORS));
    expect(first?.MaxAttempts).toBeGreaterThan(0);
  });

  it.each(invocations)('never retries in "$name" what no retry will change', ({ state }) => {
    const retry = state.Retry ?? [];
    const final = retry.findIndex((r) => FINAL_ERRORS.every((name) => r.ErrorEquals.includes(name)));
    const general = retry.findIndex((r) => r.ErrorEquals.includes('States.TaskFailed'));
    expect(retry[final]?.MaxAttempts).toBe(0);
    expect(final).toBeLessThan(general);
  });

  it.each(waits)('looks again by itself when nothing wakes "$name"', ({ name, state }) => {
    const timeout = state.Catch?.find((c) => c.ErrorEquals.includes('States.Timeout'));
    expect(timeout?.Next).toBe(name);
    expect(state.Retry?.some((r) => r.ErrorEquals.includes('States.Timeout'))).toBe(false);
  });

  it.each(waits)('gives "$name" its token, an attempt and the time of the next look', ({ state }) => {
    expect(state.Arguments?.['Payload']).toMatchObject({
      token: '{% $states.context.Task.Token %}',
      attempt: "{% $states.context.State.EnteredTime & '#' & $string($states.context.State.RetryCount) %}",
      lookAfter: '{% $states.input.look.after %}',
    });
  });

  it('passes a token nowhere but into the function that parks it (O08)', () => {
    expect(text.match(/Task\.Token/g)).toHaveLength(waits.length);
    const others = states.filter(({ state }) => !waits.some((wait) => wait.state === state));
    for (const { state } of others)
      expect(JSON.stringify({ ...state, ItemProcessor: undefined })).not.toContain('Task.Token');
    for (const { state } of waits) expect(JSON.stringify([state.Output, state.Catch])).not.toContain('oken');
  });

  it('invokes functions that exist, by their names and nothing else', () => {
    const invoked = invocations.map(({ state }) => String(state.Arguments?.['FunctionName']));
    for (const name of invoked) {
      const [, substitution] = /^\$\{([A-Za-z]+)\}$/.exec(name) ?? [];
      expect(existsSync(new URL(`functions/${kebab(substitution ?? '?')}/handler.ts`, root))).toBe(true);
    }
    expect(text.match(/\$\{/g)).toHaveLength(invoked.length);
  });

  it('handles only errors that somebody throws', () => {
    const known =
      /^(States\.(ALL|Timeout|TaskFailed)|(Lambda|CodeBuild|ECS)\.\w+|FenceLost|DeploymentRefused|ArtifactRefused|VerifyFailed|NotVerifiedYet|StillUnknown)$/;
    const named = risky.flatMap(({ state }) => handlers(state).flatMap((h) => h.ErrorEquals));
    expect(named.filter((name) => !known.test(name))).toEqual([]);
  });

  it('puts no text of people into an argument list, command or name: only data travels (S20)', () => {
    expect(text).not.toMatch(/\$(plan|stage)\.(author|subject|ref)\b/);
  });
});
