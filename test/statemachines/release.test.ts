import { existsSync, readFileSync } from 'node:fs';
import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { lint } from './lint/lint.ts';
import { type Machine, type Placed, statesOf } from './states.ts';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('statemachines/release.asl.json', root), 'utf8');
const machine = JSON.parse(text) as Machine;
const states = statesOf(machine);
const invocations = states.filter(({ state }) => state.Resource?.includes(':lambda:invoke'));
const waits = invocations.filter(({ state }) => state.Resource?.endsWith('.waitForTaskToken'));
const kebab = (name: string): string => name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
const argument = ({ Arguments }: Placed['state'], name: string): unknown =>
  typeof Arguments === 'object' ? Arguments[name] : undefined;

describe('release.asl.json', () => {
  it('is valid Amazon States Language', () => {
    const { isValid, errors } = validate(JSON.parse(text));
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });

  it('has nothing that the lint finds (F08, S20)', () => {
    expect(lint(machine)).toEqual([]);
  });

  it('ends by itself at last', () => {
    expect(machine.TimeoutSeconds).toBeGreaterThan(0);
  });

  it('names no state twice, not even in two Maps', () => {
    const names = states.map((s) => s.name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it.each(waits)('looks again by itself when nothing wakes "$name"', ({ name, state }) => {
    const timeout = state.Catch?.find((c) => c.ErrorEquals.includes('States.Timeout'));
    expect(timeout?.Next).toBe(name);
    expect(state.Retry?.some((r) => r.ErrorEquals.includes('States.Timeout'))).toBe(false);
  });

  it.each(waits)('gives "$name" its token, an attempt and the time of the next look', ({ state }) => {
    expect(argument(state, 'Payload')).toMatchObject({
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
    const invoked = invocations.map(({ state }) => String(argument(state, 'FunctionName')));
    for (const name of invoked) {
      const [, substitution] = /^\$\{([A-Za-z]+)\}$/.exec(name) ?? [];
      expect(existsSync(new URL(`functions/${kebab(substitution ?? '?')}/handler.ts`, root))).toBe(true);
    }
    expect(text.match(/\$\{/g)).toHaveLength(invoked.length);
  });

  it.each(['Run migration', 'Run test task'])('does "%s" in another account as it does here, by that role', (name) => {
    const [here, there] = [name, `${name} in its account`].map((n) => states.find((found) => found.name === n)?.state);
    expect(there).toEqual({
      ...here,
      Comment: expect.any(String),
      Credentials: { RoleArn: '{% $stage.targets[0].role %}' },
    });
  });
});
