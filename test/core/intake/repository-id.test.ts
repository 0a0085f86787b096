import { describe, expect, it } from 'vitest';
import { hostOf, idAtHost, isRepositoryId, type RepositoryId } from '#core/intake/repository-id.ts';

const UUID = '{fbd7ba25-2d0e-4a4c-9d6b-0f5a8f4e1c3a}' as const;

describe('what a repository is known by', () => {
  it.each<[RepositoryId, string, string]>([
    [42, 'github', '42'],
    ['gitlab:42', 'gitlab', '42'],
    [`bitbucket:${UUID}`, 'bitbucket', UUID],
    ['ecr:team/hello', 'ecr', 'team/hello'],
  ])('%s is at %s, where it is %s', (id, host, there) => {
    expect(isRepositoryId(id)).toBe(true);
    expect(hostOf(id)).toBe(host);
    expect(idAtHost(id)).toBe(there);
  });

  it.each([
    undefined,
    null,
    {},
    '',
    '42',
    'gitlab:',
    'gitlab:0',
    'gitlab:4 2',
    'gitea:42',
    'bitbucket:42',
    'ecr:',
    'ecr:Team',
    UUID,
  ])('is not %s', (id) => expect(isRepositoryId(id)).toBe(false));
});
