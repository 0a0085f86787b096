import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ELSEWHERE } from './elsewhere.ts';
import { ALL_IDS, SITUATIONS } from './situations.ts';

const root = new URL('../../../', import.meta.url);

describe('the situations of scenarios.md', () => {
  it('are each recognised in a run, or shown elsewhere for a reason', () => {
    expect(ALL_IDS.filter((id) => !(id in SITUATIONS) && !(id in ELSEWHERE))).toEqual([]);
    expect([...Object.keys(SITUATIONS), ...Object.keys(ELSEWHERE)].filter((id) => !ALL_IDS.includes(id))).toEqual([]);
  });

  it('are not both', () => {
    expect(Object.keys(ELSEWHERE).filter((id) => id in SITUATIONS)).toEqual([]);
  });

  it('are shown elsewhere in tests that are there', () => {
    const missing = Object.entries(ELSEWHERE).filter(([, where]) => {
      const [file] = /(test|bench)(\/[\w-]+)*/.exec(where.replace(/^not built yet.*/, 'test')) ?? [];
      return !file || !existsSync(new URL(file, root));
    });
    expect(missing).toEqual([]);
  });
});
