import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitHub } from '#local/github/github-service.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { type Workbench, workbench } from './workbench.ts';

describe("GitHub's REST API on one machine", () => {
  let endpoint: Endpoint;
  let bench: Workbench;
  let first: string;
  let main: string;
  let side: string;

  beforeAll(async () => {
    bench = await workbench('http://127.0.0.1:9/webhook');
    first = await bench.commit('a.txt', 'one');
    await bench.git('switch', '--quiet', '--create', 'feature/side');
    side = await bench.commit('side.txt', 'side');
    await bench.git('switch', '--quiet', 'main');
    main = await bench.commit('b.txt', 'two');
    await bench.git('push', 'origin', '--all');
    endpoint = await startEndpoint(0, [createGitHub({ dir: bench.dir })]);
  });
  afterAll(() => endpoint.close());

  const get = async (path: string) => {
    const response = await fetch(`${endpoint.url}/github/${path}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it.each(['main', 'refs/heads/main', 'heads/main'])('finds the commit that %s names', async (ref) => {
    expect(await get(`repos/you/hello/commits/${ref}`)).toMatchObject({
      status: 200,
      body: { sha: main, commit: { message: 'change b.txt' }, parents: [{ sha: first }] },
    });
  });

  it('finds a commit by its hash and a branch with a slash', async () => {
    expect((await get(`repos/you/hello/commits/${first}`)).body['sha']).toBe(first);
    expect(await get('repos/you/hello/branches/feature/side')).toMatchObject({
      body: { name: 'feature/side', commit: { sha: side } },
    });
  });

  it('says how two commits stand to each other', async () => {
    const status = async (base: string, head: string) => (await get(`repos/you/hello/compare/${base}...${head}`)).body;
    expect(await status(first, 'main')).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 });
    expect(await status('main', first)).toMatchObject({ status: 'behind', ahead_by: 0, behind_by: 1 });
    expect(await status('main', main)).toMatchObject({ status: 'identical', commits: [] });
    expect(await status('main', 'feature/side')).toMatchObject({
      status: 'diverged',
      merge_base_commit: { sha: first },
      commits: [{ sha: side }],
    });
  });

  it.each([
    'repos/you/hello/branches/none',
    'repos/them/hello/commits/main',
    'repos/you/..%2f..%2fetc/commits/main',
    'repos/you/hello/compare/main...none',
    'repos/you/hello/issues',
  ])("answers %s with GitHub's 404", async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: { message: expect.any(String), status: '404' } });
  });

  it.each(['HEAD~1', '--output=pwned', ':/change', 'main@{0}'])('takes %s for no name of a commit', async (ref) => {
    expect((await get(`repos/you/hello/commits/${encodeURIComponent(ref)}`)).status).toBe(422);
  });
});
