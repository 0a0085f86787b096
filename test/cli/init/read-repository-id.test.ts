import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRepositoryId } from '#cli/init/read-repository-id.ts';

/** Shows one repository to whoever has the right token or none, and the other to those with a token. */
let server: Server;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  server = createServer(({ url, headers }, response) => {
    const { authorization } = headers;
    const isWrong = authorization !== undefined && authorization !== 'Bearer right';
    const isShown = url === '/repos/acme/hello' || (url === '/repos/acme/private' && authorization);
    response.writeHead(isWrong ? 401 : isShown ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isShown ? { id: 35129377, name: 'hello' } : { message: 'Not Found' }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  env = { GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
});
afterAll(() => void server.close());

it('is GitHub`s number of the repository, asked with the token where there is one', async () => {
  expect(await readRepositoryId('acme/hello', env)).toEqual({ id: 35129377 });
  expect(await readRepositoryId('acme/private', { ...env, GITHUB_TOKEN: 'right' })).toEqual({ id: 35129377 });
});

it.each<[string, string, NodeJS.ProcessEnv, RegExp]>([
  ['is not shown', 'acme/private', {}, /does not show acme\/private.*GITHUB_TOKEN/],
  ['is asked for with a token that GitHub refuses', 'acme/hello', { GITHUB_TOKEN: 'wrong' }, /refuses GITHUB_TOKEN/],
  ['cannot be asked for', 'acme/hello', { GITHUB_API_URL: 'http://127.0.0.1:9' }, /could not be asked: /],
])('says why it is not known where the repository %s', async (_what, name, over, why) => {
  expect(await readRepositoryId(name, { ...env, ...over })).toEqual({ why: expect.stringMatching(why) });
});
