import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGitHub } from '#local/github/github-service.ts';
import { redeliver } from '#local/github/redeliver.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { until } from '#test/contracts/endpoint.ts';
import { reporter } from './reporter.ts';
import { type WebhookReceiver, webhookReceiver } from './webhook-receiver.ts';
import { type Workbench, workbench } from './workbench.ts';

describe('what CI reports about a commit on one machine', () => {
  let receiver: WebhookReceiver;
  let bench: Workbench;
  let endpoint: Endpoint;
  let github: ReturnType<typeof reporter>;
  let sha: string;
  beforeAll(async () => {
    receiver = await webhookReceiver();
    bench = await workbench(receiver.url);
    endpoint = await startEndpoint(0, [createGitHub({ dir: bench.dir })]);
    github = reporter(`${endpoint.url}/github`, 'you/hello');
  });
  afterAll(() => Promise.all([endpoint.close(), receiver.close()]));
  beforeEach(async () => {
    sha = await bench.commit('a.txt', `${Math.random()}`);
    await bench.git('push', '--quiet');
    receiver.received.length = 0;
  });

  const get = async (path: string) =>
    (await fetch(`${endpoint.url}/github/repos/you/hello/commits/${path}`)).json() as Promise<Record<string, unknown>>;
  const told = (count: number) =>
    until(
      async () => receiver.received,
      (hooks) => hooks.length >= count,
    );

  it('shows the latest status of each context, what they come to, and all of them in their order', async () => {
    expect(await get(`${sha}/status`)).toMatchObject({ state: 'pending', total_count: 0 });
    await github.status(sha, { context: 'a', state: 'failure', target_url: 'https://ci.example/1' });
    await github.status(sha, { context: 'b', state: 'success' });
    expect(await get(`${sha}/status`)).toMatchObject({ state: 'failure', total_count: 2 });
    await github.status(sha, { context: 'a', state: 'pending' });
    expect((await get('main/status'))['state']).toBe('pending');
    await github.status(sha, { context: 'a', state: 'success' });
    expect(await get(`${sha}/status`)).toMatchObject({ state: 'success', sha, statuses: [{}, {}] });
    const all = (await get(`${sha}/statuses`)) as unknown as { context: string; state: string }[];
    expect(all.map(({ context, state }) => `${context} ${state}`)).toEqual([
      'a success',
      'a pending',
      'b success',
      'a failure',
    ]);
  });

  it('shows a run that was started again in the place of the one before, unless all are asked for', async () => {
    const { id } = await github.run(sha, { name: 'build' });
    await github.changeRun(id, { conclusion: 'failure' });
    await github.run(sha, { name: 'build', status: 'in_progress' });
    expect(await get(`${sha}/check-runs?filter=latest`)).toMatchObject({
      total_count: 1,
      check_runs: [{ status: 'in_progress', conclusion: null }],
    });
    expect(await get(`${sha}/check-runs?filter=all`)).toMatchObject({ total_count: 2 });
  });

  it('tells the webhook of a status, signed like a push', async () => {
    await github.status(sha, { context: 'ci/build', state: 'success' });
    const [hook] = await told(1);
    expect(hook?.headers).toMatchObject({
      'x-github-event': 'status',
      'x-hub-signature-256': `sha256=${createHmac('sha256', 'hush')
        .update(hook?.raw ?? '')
        .digest('hex')}`,
    });
    expect(hook?.payload).toMatchObject({ sha, context: 'ci/build', state: 'success', repository: { id: 42 } });
  });

  it('tells the webhook of a run that begins, that it has ended, and that all of the commit have', async () => {
    const { id } = await github.run(sha, { name: 'build', status: 'in_progress' });
    await told(1);
    await github.changeRun(id, { conclusion: 'success' });
    const hooks = await told(3);
    const said = hooks.map(({ headers, payload }) => `${headers['x-github-event']} ${payload.action}`);
    expect(said[0]).toBe('check_run created');
    expect(said.slice(1).sort()).toEqual(['check_run completed', 'check_suite completed']);
    expect(hooks[1]?.payload.repository).toMatchObject({ id: 42, full_name: 'you/hello' });
  });

  it('brings again what nobody answered, and takes no status for a push', async () => {
    receiver.answers(503, '{}');
    await github.status(sha, { context: 'ci/build', state: 'success' });
    await told(1);
    receiver.answers(202, '{}');
    expect(await redeliver(bench.bare)).toMatchObject([{ event: 'status', status: 202 }]);
    expect(await redeliver(bench.bare)).toEqual([]);
  });

  it.each([
    ['statuses', { context: 'a', state: 'green' }],
    ['statuses', { context: 7, state: 'success' }],
    ['statuses', { state: 'success', description: 'x'.repeat(141) }],
    ['check-runs', { name: 'a', conclusion: 'green' }],
    ['check-runs', { name: 'a', status: 'completed' }],
    ['check-runs', { status: 'queued' }],
  ])('refuses %s that GitHub refuses: %o', async (what, body) => {
    const reported = what === 'statuses' ? github.status(sha, body) : github.run(sha, body);
    await expect(reported).rejects.toThrow(/^422/);
    expect(receiver.received).toEqual([]);
  });

  it('refuses reports about what is no commit, and what is no JSON', async () => {
    for (const other of ['f'.repeat(40), 'main', '..%2f..%2fetc'])
      await expect(github.status(other, { state: 'success' })).rejects.toThrow(/^422/);
    const broken = await fetch(`${endpoint.url}/github/repos/you/hello/statuses/${sha}`, { method: 'POST', body: '{' });
    expect(broken.status).toBe(400);
    await expect(github.changeRun(404, { conclusion: 'success' })).rejects.toThrow(/^404/);
  });
});
