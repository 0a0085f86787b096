import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, readActionValue, writeActionValue } from '#core/commands/action-value.ts';
import { parseOrder } from '#core/commands/parse-order.ts';
import { holds } from '#test/properties/holds.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/);
const number = fc.integer({ min: 1, max: 999_999_999 });
const moment = fc.integer({ min: 1, max: 4_000_000_000_000 });
const release = fc.tuple(name, number).map(([service, n]) => `${service}#${n}`);
const stage = { service: name, stage: name };
const part = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const kind = <const Kind extends string>(value: Kind) => fc.constant(value);
const command = fc.oneof(
  fc.record({ kind: fc.constantFrom('approve' as const, 'reject' as const), release, stage: name }),
  fc.record({ kind: fc.constantFrom('cancel' as const, 'emergency' as const), release }),
  fc.record({ kind: kind('rollback'), ...stage, to: part(number), despiteMigration: part(fc.boolean()) }),
  fc.record({ kind: fc.constantFrom('resume' as const, 'fix-forward' as const), ...stage }),
  fc.record({
    kind: kind('adopt'),
    ...stage,
    revisions: fc.array(fc.stringMatching(/^[A-Za-z0-9_-]{1,40}:[1-9][0-9]{0,3}$/), { minLength: 1, maxLength: 20 }),
  }),
  fc.record({ kind: kind('freeze'), service: part(name), stage: part(name), until: part(moment) }),
  fc.record({ kind: kind('unfreeze'), service: part(name), stage: part(name) }),
  fc.record({ kind: kind('pardon'), service: name, sha: fc.stringMatching(/^[0-9a-f]{7,40}$/) }),
);
const seen = fc.record(
  {
    digest: fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
    state: fc.stringMatching(/^[A-Z_]{1,30}$/),
    holdSince: moment,
    current: number,
  },
  { requiredKeys: [] },
);
const action: fc.Arbitrary<Action> = fc.record({ command, seen: part(seen), card: part(release) });
const order = (read: object) => parseOrder({ id: 'one', by: { via: 'cli', id: 'amy' }, reason: 'why', ...read });
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const APPROVE = '{"command":{"kind":"approve","release":"hello#7","stage":"production"},"v":1}';

describe('the value of a button', () => {
  it('is read as what was written, and the bus takes it, for every command that there is', () => {
    holds(action, (given) => {
      const value = writeActionValue(given);
      if (value === undefined) return true;
      const read = readActionValue(value);
      expect(value.length).toBeLessThanOrEqual(2_000);
      expect(read).toEqual(plain(given));
      expect(order(read)).toMatchObject({ order: plain(given) });
      return true;
    });
  });

  it('has one spelling, in whatever order the command was put together', () => {
    const [a, b] = [
      { kind: 'resume', service: 'hello', stage: 'production' } as const,
      { stage: 'production', service: 'hello', kind: 'resume' } as const,
    ];
    expect(writeActionValue({ command: a })).toBe(writeActionValue({ command: b }));
  });

  it('is there for 2,000 characters, which is what Slack takes, and not for one more', () => {
    const adopting = (length: number): Action => {
      const revisions = Array.from({ length: 8 }, () => `${'f'.repeat(200)}:1`);
      return {
        command: {
          kind: 'adopt',
          service: 'hello',
          stage: 'production',
          revisions: [...revisions, `${'g'.repeat(length)}:1`],
        },
      };
    };
    const room = 2_000 - (writeActionValue(adopting(1))?.length ?? 0);
    expect(writeActionValue(adopting(1 + room))).toHaveLength(2_000);
    expect(writeActionValue(adopting(2 + room))).toBeUndefined();
  });

  it.each([
    ['white space', APPROVE.replace(',', ', ')],
    ['another order', '{"v":1,"command":{"kind":"approve","release":"hello#7","stage":"production"}}'],
    ['a key twice', APPROVE.replace('"stage":', '"stage":"staging","stage":')],
    ['another spelling of a letter', APPROVE.replace('hello', 'h\\u0065llo')],
    ['another spelling of a number', APPROVE.replace('"v":1', '"v":1.0')],
    ['something more', APPROVE.replace(',"v"', ',"title":"x","v"')],
    ['a key that every object has', APPROVE.replace('{"command"', '{"__proto__":{},"command"')],
    ['no command', '{"v":1}'],
    ['no version', APPROVE.replace(',"v":1', '')],
    ['something behind it', `${APPROVE} `],
    ['too much', `"${'x'.repeat(2_000)}"`],
    ['no object', '1'],
    ['null', 'null'],
    ['a list', '[]'],
    ['nothing', ''],
  ])('is not read with %s', (_what, value) => {
    expect(readActionValue(APPROVE)).toMatchObject({ command: { kind: 'approve' } });
    expect(readActionValue(value)).toEqual({ refused: expect.stringContaining('not one that Bakewatch writes') });
  });

  it.each(['0', '2', '"1"', 'null', '[1]'])('is not read in the version %s, which is said', (v) => {
    expect(readActionValue(APPROVE.replace('"v":1', `"v":${v}`))).toEqual({
      refused: expect.stringContaining('another version of Bakewatch'),
    });
  });
});
