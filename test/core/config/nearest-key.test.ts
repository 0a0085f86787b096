import { describe, expect, it } from 'vitest';
import { knownKeys, nearest } from '#core/config/nearest-key.ts';

describe('the key that a misspelt one is nearest to', () => {
  const known = ['repository', 'branch', 'paths', 'for'];

  it.each([
    ['repositry', 'repository'],
    ['repositorry', 'repository'],
    ['rebository', 'repository'],
    ['erpository', 'repository'],
    ['REPOSITORY', 'repository'],
    ['brnach', 'branch'],
    ['path', 'paths'],
    ['fro', 'for'],
    ['fo', 'for'],
  ])('of %s is %s', (key, meant) => {
    expect(nearest(key, known)).toBe(meant);
  });

  it.each(['x', 'rf', 'brxyzh', 'repxxxxory', 'services', ''])('of %j is none: it is too far from all', (key) => {
    expect(nearest(key, known)).toBeUndefined();
  });

  it('of several is the nearest, the first of them when they are as near, and none where none is known', () => {
    expect(nearest('pathx', ['path', 'paths', 'xpath'])).toBe('path');
    expect(nearest('patsh', ['xxtsh', 'paths'])).toBe('paths');
    expect(nearest('x', [])).toBeUndefined();
  });

  it('is none for a key that is far longer than all of them', () => {
    expect(nearest('x'.repeat(100_000), known)).toBeUndefined();
    expect(nearest(`repository${'y'.repeat(40)}`, known)).toBeUndefined();
  });
});

describe('the keys that may stand somewhere', () => {
  it('are those of the file, of a service whatever its name, and of an entry of a list', () => {
    expect(knownKeys([])).toEqual(['installation', 'services']);
    expect(knownKeys(['services', 'constructor'])).toContain('repository');
    expect(knownKeys(['services', 'hello', 'build'])).toEqual(['project', 'image', 'digestVariable', 'within']);
    expect(knownKeys(['services', 'hello', 'stages', 0, 'targets', 3])).toContain('cluster');
  });

  it('are those of each form, once, where a block has several', () => {
    const keys = knownKeys(['services', 'hello', 'stages', 0, 'verify']);
    expect(keys).toEqual(expect.arrayContaining(['url', 'project', 'task']));
    expect(keys.filter((key) => key === 'within')).toHaveLength(1);
  });

  it('are none beside a text, a list or an unknown place', () => {
    for (const path of [
      ['services', 'hello', 'branch'],
      ['services', 'hello', 'stages'],
      ['services', 'a', 'b', 'c'],
      [0],
    ])
      expect(knownKeys(path)).toEqual([]);
  });
});
