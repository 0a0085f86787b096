import { expect, it } from 'vitest';
import { covers, sayFreezeScope } from '#core/admission/freezes.ts';

it.each<[{ service?: string; stage?: string }, string, string[]]>([
  [{}, 'everything', ['hello staging', 'hello production', 'orders production']],
  [{ service: 'hello' }, 'hello', ['hello staging', 'hello production']],
  [{ stage: 'production' }, 'production of every service', ['hello production', 'orders production']],
  [{ service: 'hello', stage: 'production' }, 'hello production', ['hello production']],
])('a freeze of %j is said to be of %s, and covers just that', (freeze, said, covered) => {
  const all = ['hello staging', 'hello production', 'orders production'];
  expect(sayFreezeScope(freeze)).toBe(said);
  expect(all.filter((place) => covers(freeze, ...(place.split(' ') as [string, string])))).toEqual(covered);
});
