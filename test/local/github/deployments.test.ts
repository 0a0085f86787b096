import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGitHub } from '#local/github/github-service.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { type Workbench, workbench } from './workbench.ts';

let bench: Workbench;
let endpoint: Endpoint;
let sha: string;
beforeAll(async () => {
  bench = await workbench('http://127.0.0.1:9/webhook');
  sha = await bench.commit('a.txt', 'one');
  await bench.git('push', '--quiet');
  endpoint = await startEndpoint(0, [createGitHub({ dir: bench.dir })]);
});
afterAll(() => endpoint.close());

async function post(path: string, body: unknown): Promise<{ status: number; json: Record<string, unknown> }> {
  const answer = await fetch(`${endpoint.url}/github/repos/you/hello/${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}
const page = async (path: string): Promise<string> => (await fetch(`${endpoint.url}/github/you/hello/${path}`)).text();
const deployment = (over: object = {}) => ({ ref: sha, auto_merge: false, required_contexts: [], ...over });

it.each([
  ['leaves the merge to GitHub', { auto_merge: undefined }],
  ['leaves it to the other checks', { required_contexts: undefined }],
  ['asks for other checks', { required_contexts: ['ci'] }],
])('a deployment that %s conflicts', async (_what, over) => {
  expect((await post('deployments', deployment(over))).status).toBe(409);
});

it('a deployment that succeeded ends those before it in the environment, unless it is told not to, and never in production', async () => {
  const made = async (environment: string, over: object = {}): Promise<string> =>
    String((await post('deployments', deployment({ environment, ...over }))).json['id']);
  const say = (id: string, over: object = {}) => post(`deployments/${id}/statuses`, { state: 'success', ...over });
  const states = async (id: string): Promise<string[]> => {
    const answer = await fetch(`${endpoint.url}/github/repos/you/hello/deployments/${id}/statuses`);
    return ((await answer.json()) as { state: string }[]).map(({ state }) => state);
  };
  const [first, second, third] = [await made('staging'), await made('staging'), await made('staging')];
  await say(first);
  await say(second, { auto_inactive: false });
  expect(await states(first)).toEqual(['success']);
  await say(third);
  expect(await states(second)).toEqual(['inactive', 'success']);

  const production = await made('production', { production_environment: true });
  await say(production);
  await say(await made('production', { production_environment: true }));
  expect(await states(production)).toEqual(['success']);
  expect((await say('4711')).status).toBe(404);
  for (const wrong of [{ state: 'done' }, { description: 'x'.repeat(141) }, { log_url: 'javascript:alert(1)' }])
    expect((await say(production, wrong)).status).toBe(422);
});

it('shows people what was said, and still does after a restart', async () => {
  await endpoint.close();
  endpoint = await startEndpoint(0, [createGitHub({ dir: bench.dir })]);
  expect(await page('deployments')).toMatch(new RegExp(`production {2}${sha.slice(0, 7)} {2}success`));
});
