import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { githubChecks } from '#adapters/github/checks.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { createGitHub } from '#local/github/github-service.ts';
import { close, listen, startEndpoint } from '#local/http/endpoint.ts';
import { describeChecksContract } from '#test/contracts/checks-contract.ts';
import { reporter } from '#test/local/github/reporter.ts';
import { workbench } from '#test/local/github/workbench.ts';

describeChecksContract('GitHub on one machine', async () => {
  const bench = await workbench('http://127.0.0.1:9/webhook');
  const shas: [string, string] = [await bench.commit('a.txt', 'one'), await bench.commit('b.txt', 'two')];
  await bench.git('push', '--quiet');
  const endpoint = await startEndpoint(0, [createGitHub({ dir: bench.dir })]);
  const github = reporter(`${endpoint.url}/github`, 'you/hello');
  return {
    checks: githubChecks({ apiUrl: `${endpoint.url}/github` }),
    broken: githubChecks({ apiUrl: 'http://127.0.0.1:9' }),
    repository: { id: 42, name: 'you/hello' },
    shas,
    async report(sha, { kind, name, state, link = null }) {
      if (kind === 'status') await github.status(sha, { context: name, state, target_url: link });
      else
        await github.run(sha, {
          name,
          details_url: link ?? 'not a link',
          ...(state === 'in_progress' ? { status: state } : { conclusion: state }),
        });
    },
    close: endpoint.close,
  };
});

describe('what GitHub says of checks', () => {
  const REPOSITORY = { id: 42, name: 'you/hello' };
  const SHA = 'a'.repeat(40);
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
  /** The runs as they are given, and no status. */
  const shows = (runs: object[], headers: Record<string, string> = {}) => {
    answer = (request, response) =>
      response
        .writeHead(200, request.url?.includes('check-runs') ? headers : {})
        .end(JSON.stringify(request.url?.includes('check-runs') ? { check_runs: runs } : { statuses: [] }));
  };
  const aRun = (over: object) => ({
    id: 30714129043,
    name: 'build',
    status: 'completed',
    conclusion: 'success',
    ...over,
  });
  const look = () => githubChecks({ apiUrl }).shown(REPOSITORY, SHA);

  it('asks for the repository by its number, for the latest runs alone', async () => {
    shows([]);
    await look();
    expect(asked.map(({ url }) => url).sort()).toEqual([
      `/repositories/42/commits/${SHA}/check-runs?filter=latest&per_page=100&page=1`,
      `/repositories/42/commits/${SHA}/status?per_page=100&page=1`,
    ]);
  });

  it('takes a run by its conclusion once it has one, and by its status before', async () => {
    shows([
      aRun({ app: { id: 15368 }, conclusion: 'cancelled' }),
      aRun({ app: null, status: 'in_progress', conclusion: null }),
    ]);
    expect(await look()).toEqual([
      { kind: 'run', name: 'build', app: '15368', order: 30714129043, state: 'cancelled' },
      { kind: 'run', name: 'build', app: '', order: 30714129043, state: 'in_progress' },
    ]);
  });

  it.each([
    ['javascript:alert(1)'],
    ['https://ci.example/a b'],
    ['https://ci.example/\u202e7'],
    ['https://ci.example/<script>'],
    [`https://ci.example/${'7'.repeat(300)}`],
    [''],
    [null],
  ])('shows no link that is no plain address of the web: %s', async (details_url) => {
    shows([aRun({ details_url })]);
    expect((await look())[0]).not.toHaveProperty('link');
  });

  it.each([401, 403, 404, 422])('says what lets it read the checks when it is refused with %i', async (status) => {
    answer = (_request, response) => response.writeHead(status).end('{}');
    await expect(look()).rejects.toThrow(RepositoryUnreadable);
    await expect(look()).rejects.toThrow(/GITHUB_TOKEN_SECRET/);
  });

  it('does not take the first thousand runs for all of them', async () => {
    shows([aRun({})], { link: `<${apiUrl}/repositories/42/commits/${SHA}/check-runs?page=2>; rel="next"` });
    await expect(look()).rejects.toThrow(/more than 1000/);
  });

  it.each(['{}', '[]', 'not JSON', '{"check_runs":[{"id":1}],"statuses":[{}]}'])(
    'throws for what it cannot read: %s',
    async (text) => {
      answer = (_request, response) => response.writeHead(200).end(text);
      await expect(look()).rejects.toThrow();
    },
  );
});
