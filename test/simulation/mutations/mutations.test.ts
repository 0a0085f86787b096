import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { applyMutation } from './mutation.ts';
import { mutations } from './mutations.ts';

const ROOT = new URL('../../../', import.meta.url);

describe('the seeded bugs', () => {
  it.each(mutations)('$name can still be made, and still is a program', (mutation) => {
    const mutated = applyMutation(readFileSync(new URL(mutation.file, ROOT), 'utf8'), mutation);
    if (mutation.file.endsWith('.json')) JSON.parse(mutated);
    else transformSync(mutated, { loader: 'ts' });
  });

  it('are many, and each has a name of its own', () => {
    const names = mutations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  it('say so when what they replace is not there, or there twice', () => {
    const mutation = { name: 'x', bug: 'x', file: 'x.ts', find: 'a b', replace: 'c' };
    expect(() => applyMutation('a', mutation)).toThrow('gone stale: what it replaces stands 0 times in x.ts');
    expect(() => applyMutation('a b; a\n  b', mutation)).toThrow('2 times');
    expect(applyMutation('a\n  b;', mutation)).toBe('c;');
  });
});
