import { expect, it } from 'vitest';
import type { RepositoryId } from '#core/intake/repository-id.ts';
import { pagesAt } from '#core/words/pages-at.ts';

const [A, B] = ['a'.repeat(40), 'b'.repeat(40)] as [string, string];
const UUID = 'bitbucket:{fbd7ba25-2d0e-4a4c-9d6b-0f5a8f4e1c3a}';

it.each<[RepositoryId, string, string]>([
  [42, `https://github.com/acme/hello/commit/${B}`, `https://github.com/acme/hello/compare/${A}...${B}`],
  [
    'gitlab:42',
    `https://git.acme.com/acme/hello/-/commit/${B}`,
    `https://git.acme.com/acme/hello/-/compare/${A}...${B}`,
  ],
  [
    UUID,
    `https://bitbucket.org/acme/hello/commits/${B}`,
    `https://bitbucket.org/acme/hello/branches/compare/${B}..${A}`,
  ],
])('of the repository %s are where its host has them', (id, commit, compare) => {
  const pages = pagesAt({ gitlab: 'https://git.acme.com' });
  expect(pages.commit({ id, name: 'acme/hello' }, B)).toBe(commit);
  expect(pages.compare({ id, name: 'acme/hello' }, A, B)).toBe(compare);
});
