import { expect, it } from 'vitest';
import { bitbucketSourceHost } from '#adapters/bitbucket/source-host.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { createBitbucket } from '#local/bitbucket/bitbucket-service.ts';
import { answering } from '#test/adapters/http/answering.ts';
import { describeSourceHostContract } from '#test/contracts/source-host-contract.ts';
import { hostedWorld } from '#test/local/github/source-world.ts';

const ID = '{fbd7ba25-2d0e-4a4c-9d6b-0f5a8f4e1c3a}';

describeSourceHostContract(
  'Bitbucket on one machine',
  () =>
    hostedWorld({
      host: 'bitbucket',
      id: ID,
      repositoryId: `bitbucket:${ID}`,
      service: createBitbucket,
      adapter: (url) => bitbucketSourceHost({ apiUrl: `${url}/bitbucket` }),
    }),
  { knowsRepositories: true, stranger: 'bitbucket:{00000000-2d0e-4a4c-9d6b-0f5a8f4e1c3a}' },
);

const repository = { id: `bitbucket:${ID}`, name: 'acme/hello' } as const;

it('asks by the UUID of the repository in its workspace, with the token as it is now', async () => {
  const server = await answering([{ status: 404 }, { status: 200, body: {} }]);
  const host = bitbucketSourceHost({ apiUrl: server.url, token: async () => 'ATCTT3' });
  expect(await host.head(repository, 'feature/a b')).toBe('no branch');
  const path = `/2.0/repositories/acme/${encodeURIComponent(ID)}`;
  expect(server.asked).toEqual([
    { url: `${path}/refs/branches/feature/a%20b`, token: 'Bearer ATCTT3' },
    { url: path, token: 'Bearer ATCTT3' },
  ]);
  await server.close();
});

it('says what mends a refusal', async () => {
  const server = await answering([{ status: 403 }]);
  const asked = bitbucketSourceHost({ apiUrl: server.url }).resolve(repository, 'main');
  await expect(asked).rejects.toThrow(RepositoryUnreadable);
  await expect(asked).rejects.toThrow(/bakewatch\/bitbucket-token/);
  await server.close();
});

it('names the author as Bitbucket knows her, else as the commit has it', async () => {
  const commit = (author: object) => ({ hash: 'a'.repeat(40), message: 'Mend\n', author });
  const raw = 'Amy <amy@example.com>';
  const server = await answering([
    { status: 200, body: commit({ raw, user: { nickname: 'amy', display_name: 'Amy Pond' } }) },
    { status: 200, body: commit({ raw }) },
  ]);
  const host = bitbucketSourceHost({ apiUrl: server.url });
  expect(await host.resolve(repository, 'aaaa')).toMatchObject({ author: 'amy', subject: 'Mend', message: 'Mend' });
  expect(await host.resolve(repository, 'aaaa')).toMatchObject({ author: 'Amy' });
  await server.close();
});
