import { expect, it } from 'vitest';
import { gitlabSourceHost } from '#adapters/gitlab/source-host.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { createGitLab } from '#local/gitlab/gitlab-service.ts';
import { answering } from '#test/adapters/http/answering.ts';
import { describeSourceHostContract } from '#test/contracts/source-host-contract.ts';
import { hostedWorld } from '#test/local/github/source-world.ts';

describeSourceHostContract(
  'GitLab on one machine',
  () =>
    hostedWorld({
      host: 'gitlab',
      id: 42,
      repositoryId: 'gitlab:42',
      service: createGitLab,
      adapter: (url) => gitlabSourceHost({ url: `${url}/gitlab` }),
    }),
  { knowsRepositories: true, stranger: 'gitlab:999999' },
);

const repository = { id: 'gitlab:42', name: 'group/sub/hello' } as const;

it('asks by the number of the project, with the token as it is now', async () => {
  const server = await answering([{ status: 404 }, { status: 200, body: { id: 42 } }]);
  const host = gitlabSourceHost({ url: server.url, token: async () => 'glpat-1' });
  expect(await host.head(repository, 'feature/a b')).toBe('no branch');
  expect(server.asked).toEqual([
    { url: '/api/v4/projects/42/repository/branches/feature%2Fa%20b', token: 'glpat-1' },
    { url: '/api/v4/projects/42', token: 'glpat-1' },
  ]);
  await server.close();
});

it.each([401, 403])('says what mends a refusal with %i', async (status) => {
  const server = await answering([{ status }]);
  const asked = gitlabSourceHost({ url: server.url }).head(repository, 'main');
  await expect(asked).rejects.toThrow(RepositoryUnreadable);
  await expect(asked).rejects.toThrow(/bakewatch\/gitlab-token/);
  await server.close();
});

it.each([
  [429, /rate limit/],
  [500, /answered 500/],
  [302, /answered 302/],
])('does not know when it is answered with %i, and sends its token nowhere else', async (status, said) => {
  const elsewhere = await answering([]);
  const server = await answering([{ status, location: elsewhere.url }]);
  const asked = gitlabSourceHost({ url: server.url, token: async () => 'glpat-1' }).head(repository, 'main');
  await expect(asked).rejects.toThrow(said);
  await expect(asked).rejects.not.toThrow(RepositoryUnreadable);
  expect(elsewhere.asked).toEqual([]);
  await Promise.all([server.close(), elsewhere.close()]);
});
