import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { githubReports } from '#adapters/github/reports.ts';
import { HostBusy } from '#core/ports/host-busy.ts';
import { ReportRefused } from '#core/ports/reports.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { createGitHub } from '#local/github/github-service.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { describeReportsContract } from '#test/contracts/reports-contract.ts';
import { webhookReceiver } from '#test/local/github/webhook-receiver.ts';
import { workbench } from '#test/local/github/workbench.ts';

interface Shown {
  id: number;
  sha: string;
  environment: string;
  production_environment: boolean;
  description: string;
  payload: { release: string };
}

describeReportsContract('GitHub on one machine', async () => {
  const receiver = await webhookReceiver();
  const bench = await workbench(receiver.url);
  await bench.commit('a.txt', 'one');
  await bench.git('push', '--quiet');
  const sha = await bench.head();
  const endpoint = await startEndpoint(0, [createGitHub({ dir: bench.dir })]);
  const apiUrl = `${endpoint.url}/github`;
  const get = async <T>(path: string): Promise<T[]> =>
    ((await (await fetch(`${apiUrl}/repos/you/hello/${path}`)).json()) as T[]).reverse();
  return {
    reports: githubReports({ apiUrl }),
    repository: { id: 42, name: 'you/hello' },
    sha,
    async statuses() {
      const all = await get<Record<string, string>>(`commits/${sha}/statuses`);
      return all.map(({ context, state, description, target_url: url }) => ({
        ...({ context, state, description } as { context: string; state: 'pending'; description: string }),
        ...(url ? { url } : {}),
      }));
    },
    async deployments() {
      const all = await get<Shown>('deployments');
      return Promise.all(
        all.map(async ({ id, payload, production_environment: isProduction, ...shown }) => ({
          ...shown,
          isProduction,
          release: payload.release,
          statuses: (await get<Record<string, string>>(`deployments/${id}/statuses`)).map(
            ({ state, description, log_url: url }) => ({
              ...({ state, description } as { state: 'success'; description: string }),
              ...(url ? { url } : {}),
            }),
          ),
        })),
      );
    },
    async close() {
      await Promise.all([endpoint.close(), receiver.close()]);
    },
  };
});

describe('GitHub', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });
  const repository = { id: 42, name: 'you/hello' };
  const deployment = {
    sha: 'a'.repeat(40),
    environment: 'production',
    isProduction: true,
    release: 'hello#7',
    description: 'words',
  };

  /** Answers everything the same, and keeps what it was asked. */
  async function answering(status: number, body: unknown = {}, headers: Record<string, string> = {}) {
    const asked: {
      method?: string | undefined;
      url?: string | undefined;
      headers: IncomingHttpHeaders;
      body: string;
    }[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        asked.push({ method: request.method, url: request.url, headers: request.headers, body: text });
        response.writeHead(status, headers).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      asked,
      reports: githubReports({ apiUrl, credentials: { isApp: async () => false, token: async () => 'hush' } }),
    };
  }

  it('is asked to make a deployment of this very commit, without merging and without waiting for other checks', async () => {
    const { asked, reports } = await answering(201, { id: 1234567 });
    await reports.createDeployment(repository, deployment);
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/repositories/42/deployments' });
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer hush', 'content-type': 'application/json' });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      ref: deployment.sha,
      task: 'deploy',
      environment: 'production',
      description: 'words',
      payload: { release: 'hello#7' },
      production_environment: true,
      auto_merge: false,
      required_contexts: [],
    });
  });

  it('that answers 202 has merged and made no deployment: that is refused', async () => {
    const { reports } = await answering(202, { message: 'Auto-merged main into topic' });
    await expect(reports.createDeployment(repository, deployment)).rejects.toThrow(ReportRefused);
  });

  it('may give a payload back as text, as anything, or not at all', async () => {
    const all = [
      { id: 1 },
      { id: 2, payload: 'x' },
      { id: 3, payload: null },
      { id: 4, payload: '{"release":"hello#7"}' },
    ];
    const { reports } = await answering(200, all);
    expect(await reports.findDeployment(repository, deployment)).toBe('4');
  });

  it.each([401, 403, 404])('that answers %i is told about with the permissions that are missing', async (status) => {
    const { reports } = await answering(status);
    const saying = reports.sayDeployment(repository, '7', { state: 'success', description: '' });
    await expect(saying).rejects.toThrow(RepositoryUnreadable);
    await expect(saying).rejects.toThrow(/Deployments and Commit statuses/);
  });

  it.each([409, 422])('that answers %i will never take it', async (status) => {
    const { reports } = await answering(status, { message: 'why not' });
    const saying = reports.sayStatus(repository, deployment.sha, { context: 'c', state: 'error', description: '' });
    await expect(saying).rejects.toThrow(ReportRefused);
    await expect(saying).rejects.toThrow(/why not/);
  });

  it.each<[string, number, Record<string, string>, number]>([
    ['to wait so many seconds', 403, { 'retry-after': '90' }, 90_000],
    [
      'that so many are used up until then',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 600) },
      600_000,
    ],
    ['nothing but that there were too many', 429, {}, 60_000],
  ])('says %s', async (_what, status, headers, ms) => {
    const { reports } = await answering(status, {}, headers);
    const busy = await reports
      .sayStatus(repository, deployment.sha, { context: 'c', state: 'error', description: '' })
      .catch((error: unknown) => error);
    expect(busy).toBeInstanceOf(HostBusy);
    const until = (busy as HostBusy).until - Date.now();
    expect(until).toBeGreaterThan(ms - 15_000);
    expect(until).toBeLessThan(ms + 15_000);
  });

  it('that is down is neither unwilling nor busy', async () => {
    const { reports } = await answering(503);
    const error = await reports.findDeployment(repository, deployment).catch((thrown: unknown) => thrown);
    expect((error as Error).name).toBe('Error');
  });
});
