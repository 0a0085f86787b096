import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePush } from '#functions/receive-webhook/parse-push.ts';
import { parseStrictJson } from '#functions/steps/edge/parse-strict-json.ts';
import { pushPayload } from './webhook-bench.ts';

const parse = (text: string): unknown => parseStrictJson(Buffer.from(text));

describe('strict JSON', () => {
  it.each<[string, string, RegExp]>([
    ['truncated', '{"a":1', /./],
    ['a key twice', '{"a":1,"b":{},"a":2}', /twice/],
    ['a key twice, once escaped', '{"a":1,"\\u0061":2}', /twice/],
    ['__proto__', '{"__proto__":{"polluted":true}}', /__proto__/],
    ['__proto__ in disguise', '{"__proto\\u005f_":{"polluted":true}}', /__proto__/],
    ['1e400', '{"a":1e400}', /too large/],
    ['-1e400 in a list', '[0,-1e400]', /too large/],
    ['a lone surrogate', '{"a":"\\ud800"}', /surrogate/],
    ['a lone surrogate in upper case', '["\\uDC00"]', /surrogate/],
    ['a byte order mark', '\ufeff{}', /./],
    ['a raw NUL', '{"a":"\u0000"}', /./],
    ['a raw line feed in a text', '{"a":"\n"}', /./],
    ['a deep list', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, /deeper/],
    ['a deep object', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, /deeper/],
    ['nothing', '', /./],
  ])('W08 refuses %s', (_what, text, why) => {
    expect(() => parse(text)).toThrow(SyntaxError);
    expect(() => parse(text)).toThrow(why);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('W07 refuses bytes that are not UTF-8', () => {
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xc0, 0x80, 0x22],
    ]) {
      expect(() => parseStrictJson(Uint8Array.from(bytes))).toThrow('not UTF-8');
    }
  });

  it('takes what looks dangerous and is not', () => {
    const text =
      '{"a":"{\\"b\\":1,\\"b\\":2}","b":["a","a"],"c":{"a":"\\\\"},"d":"1e400","e":true,"f":"\\ud83d\\ude80"}';
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each<[string, string]>([
    ['a text of 24 MB', `"${'a'.repeat(24_000_000)}"`],
    ['a text of escaped quotes', `"${'\\"'.repeat(2_000_000)}"`],
    ['an endless text of escaped quotes', `"${'\\"'.repeat(2_000_000)}`],
    ['an endless text of backslashes', `"${'\\'.repeat(4_000_000)}`],
    ['quotes only', '"'.repeat(2_000_000)],
    ['digits only', '1'.repeat(2_000_000)],
    ['many keys', `{${Array.from({ length: 200_000 }, (_, i) => `"k${i}":0`).join(',')}}`],
  ])('W08 takes time in proportion to the length for %s', (_what, text) => {
    const bytes = Buffer.from(text);
    const started = process.cpuUsage();
    try {
      parseStrictJson(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError);
    }
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(5_000);
  });

  const jsonText = fc.oneof(
    fc.json(),
    fc
      .json()
      .chain((text) =>
        fc.tuple(fc.nat(text.length), fc.string()).map(([at, s]) => text.slice(0, at) + s + text.slice(at)),
      ),
    fc
      .array(
        fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', 'u', 'd8', '1', 'e9', '-', '.', '__proto__', ' ', 'a'),
      )
      .map((parts) => parts.join('')),
  );

  it('throws nothing but SyntaxError, and what it accepts is what JSON.parse reads', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    fc.assert(
      fc.property(
        fc.oneof(
          jsonText.map((text) => Buffer.from(text)),
          fc.uint8Array(),
        ),
        (bytes) => {
          try {
            expect(parseStrictJson(bytes)).toEqual(JSON.parse(Buffer.from(bytes).toString('utf8')));
          } catch (error) {
            if (!(error instanceof SyntaxError)) throw error;
          }
        },
      ),
      { numRuns: 2_000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  });

  it('accepts whatever JSON.stringify writes of plain data', () => {
    const plain = fc.dictionary(
      fc.string({ unit: 'binary' }).filter((key) => key !== '__proto__'),
      fc.jsonValue({ maxDepth: 5 }),
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(plain, (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('__proto__') && !/\\ud[89a-f]/i.test(text));
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('parsePush answers undefined to whatever is no push, and never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void expect(parsePush(value)).toBeUndefined()));
    const whole = pushPayload();
    const damaged = fc
      .tuple(fc.constantFrom(...Object.keys(whole)), fc.anything())
      .map(([key, value]) => ({ ...whole, [key]: value }));
    fc.assert(
      fc.property(damaged, (value) => void parsePush(value)),
      { numRuns: 1_000 },
    );
  });
});
