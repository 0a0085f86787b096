import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { githubDeliveries } from '#adapters/github/deliveries.ts';
import { githubSourceHost } from '#adapters/github/source-host.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { close, listen } from '#local/http/endpoint.ts';

const REPOSITORY = { id: 42, name: 'you/hello' };
const TOKEN = { isApp: async () => false, token: async () => 'canary-token' };
const HOOK = { id: 7, repository: REPOSITORY };

describe("GitHub's REST API, as it words its answers", () => {
  let asked: IncomingMessage[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let server: ReturnType<typeof createServer>;
  let apiUrl: string;
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request);
      answer(request, response);
    });
    await listen(server, 0);
    apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => close(server));
  const answers = (status: number, body: string, headers: Record<string, string> = {}) => {
    answer = (_request, response) => response.writeHead(status, headers).end(body);
  };
  const attempt = (id: string, status: number) =>
    `{"id":${id},"guid":"g-${id}","delivered_at":"2026-11-22T12:00:00.5Z","status_code":${status},"event":"push"}`;

  it('keeps the numbers of deliveries exact where a double would round them', async () => {
    answers(200, `[${attempt('9007199254740993', 503)}]`);
    const deliveries = githubDeliveries({ apiUrl });
    expect((await deliveries.failed(HOOK, 0)).failed).toMatchObject([{ id: '9007199254740993' }]);
    answers(202, '{}');
    await deliveries.redeliver(HOOK, '9007199254740993');
    expect(asked.at(-1)).toMatchObject({
      method: 'POST',
      url: '/repos/you/hello/hooks/7/deliveries/9007199254740993/attempts',
    });
  });

  it('goes through pages until they are too old, and no further than 1,000 deliveries', async () => {
    const link = { link: `<${apiUrl}/repos/you/hello/hooks/7/deliveries?cursor=2>; rel="next"` };
    answers(200, `[${attempt('1', 500)}]`, link);
    expect(await githubDeliveries({ apiUrl }).failed(HOOK, 0)).toMatchObject({ isComplete: false });
    expect(asked).toHaveLength(10);
    expect(await githubDeliveries({ apiUrl }).failed(HOOK, Date.UTC(2027, 0))).toEqual({
      failed: [],
      isComplete: true,
    });
    expect(asked).toHaveLength(11);
  });

  it('sends the token to GitHub, and follows no page to another host', async () => {
    answers(200, `[${attempt('1', 500)}]`, { link: '<http://127.0.0.1:9/elsewhere>; rel="next"' });
    await githubDeliveries({ apiUrl, credentials: TOKEN }).failed(HOOK, 0);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.authorization).toBe('Bearer canary-token');
  });

  it.each([401, 403])('says what mends it when it is refused with %i, without the token', async (status) => {
    answers(status, '{"message":"Bad credentials"}');
    const refused = githubSourceHost({ apiUrl, credentials: TOKEN }).head(REPOSITORY, 'main');
    await expect(refused).rejects.toThrow(RepositoryUnreadable);
    await expect(refused).rejects.toThrow(/GITHUB_TOKEN_SECRET/);
    await expect(refused).rejects.not.toThrow(/canary/);
  });

  it('takes a used-up rate limit for a fault that passes, not for a refusal', async () => {
    answers(403, '{}', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795348800' });
    const limited = githubSourceHost({ apiUrl }).head(REPOSITORY, 'main');
    await expect(limited).rejects.toThrow(/rate limit is used up until 2026-11-22.*5,000/);
    await expect(limited).rejects.not.toThrow(RepositoryUnreadable);
  });

  it.each([500, 502, 503])('throws on %i: not knowing is not having', async (status) => {
    answers(status, '{}');
    await expect(githubSourceHost({ apiUrl }).head(REPOSITORY, 'main')).rejects.toThrow(`${status}`);
  });

  it('takes a branch that GitHub knows by another name now for none', async () => {
    const commit = `{"sha":"${'a'.repeat(40)}","commit":{"message":"x","author":{"name":"Amy"}},"author":{"login":"amy"}}`;
    answers(200, `{"name":"trunk","commit":${commit}}`);
    expect(await githubSourceHost({ apiUrl }).head(REPOSITORY, 'main')).toBe('no branch');
    expect(await githubSourceHost({ apiUrl }).head(REPOSITORY, 'trunk')).toMatchObject({ author: 'amy' });
    expect(asked[0]?.url).toBe('/repositories/42/branches/main');
  });
});
