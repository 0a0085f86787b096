import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Offer } from '#core/commands/offers.ts';
import type {
  Actions,
  AlarmView,
  ExecutionView,
  ReleaseActions,
  ReleaseAnswer,
  ThreadsView,
} from '#local/console/api/views.ts';
import type { BakesView } from '#views/bake/bake-view.ts';
import type { DeliveryOverview, DeliveryView, Overview, ReleaseRow } from '#views/views.ts';
import { type Exhibition, HOSTILE, openExhibition } from './exhibition.ts';
import { say } from './seed.ts';

let exhibition: Exhibition;
beforeAll(async () => {
  exhibition = await openExhibition('is rolled back');
});
afterAll(() => exhibition.close());

async function get<T>(path: string): Promise<{ status: number; body: T }> {
  const response = await fetch(`${exhibition.console.url}${path}`);
  return { status: response.status, body: (await response.json()) as T };
}

/** The status of a request with headers that fetch would not let us send. */
function statusFor(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body = '',
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${exhibition.console.url}${path}`, { headers, method }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end(body);
  });
}

describe('the JSON API', () => {
  it('says per stage what runs, who works on it and what holds it', async () => {
    const { body } = await get<Overview>('/api/overview');
    const [hello] = body.services;
    expect(hello?.stages).toMatchObject([
      {
        name: 'staging',
        current: { release: 6, subject: 'Cache greetings per visitor' },
        holder: { release: 7, state: 'BAKING' },
      },
      { name: 'production', current: { release: 5, author: 'Amy Adler' }, hold: { kind: 'rollback', release: 6 } },
    ]);
    expect(hello?.stages[1]).not.toHaveProperty('holder');
    expect(hello?.releases.map((release) => release.number)).toEqual([8, 7, 6, 5]);
  });

  it('lists as many of the newest releases as were asked for', async () => {
    const { body } = await get<{ releases: ReleaseRow[] }>('/api/releases/hello?limit=2');
    expect(body.releases.map((release) => release.number)).toEqual([8, 7]);
    expect((await get('/api/releases/hello?limit=0')).status).toBe(400);
    expect((await get('/api/releases/hello?limit=ten')).status).toBe(400);
  });

  it('gives a release with its history in order, its thread and its links', async () => {
    const { body } = await get<ReleaseAnswer>('/api/releases/hello/6');
    expect(body.release).toMatchObject({ state: 'ROLLED_BACK', number: 6 });
    expect(body.release).not.toHaveProperty('pk');
    expect(body.events.map((event) => event.number)).toEqual(body.events.map((_, i) => i + 1));
    expect(body.events.filter((event) => event.page)).toHaveLength(1);
    expect(body.channel).toBe('#releases');
    expect(body.thread).toHaveLength(body.events.length);
    expect(body.links.commit).toMatch(/^http:\/\/127\.0\.0\.1:9\/github\/acme\/hello\/commit\/[0-9a-f]{40}$/);
  });

  it('answers 404 with a sentence for what is not there', async () => {
    for (const path of [
      '/api/releases/hello/99',
      '/api/releases/hello/x',
      '/api/alarms/nothing',
      '/api/delivery/other',
      '/api/nothing',
    ]) {
      const { status, body } = await get<{ message: string }>(path);
      expect(status, path).toBe(404);
      expect(body.message, path).toMatch(/no/);
    }
    const missing = exhibition.executionArn.replace(/run$/, 'other');
    expect((await get(`/api/executions/${encodeURIComponent(missing)}`)).status).toBe(404);
  });

  it('gives the delivery of a service by window and week, with the deployments behind it', async () => {
    const { body } = await get<DeliveryView>('/api/delivery/hello');
    expect(body).toMatchObject({ service: 'hello', stage: 'production' });
    expect(body.windows.map(({ days }) => days)).toEqual([7, 30, 90]);
    expect(body.windows[0]).toMatchObject({
      deployments: { count: 2 },
      leadTime: { n: 1, medianMs: 300_000 },
      changeFailure: { failed: 1, of: 2, rate: 0.5 },
      timeToRestore: { n: 1, medianMs: 25_000, open: 0 },
    });
    expect(body.weeks).toHaveLength(13);
    expect(body.weeks.reduce((all, { good, bad }) => all + good + bad, 0)).toBe(2);
    expect(body.deployments.map(({ release }) => release)).toEqual([6, 5]);
    const { body: all } = await get<DeliveryOverview>('/api/delivery');
    expect(all.services).toMatchObject([
      { service: 'hello', stage: 'production', figures: { days: 30, deployments: { count: 2 } } },
    ]);
  });

  it('gives what was watched in each stage: verdict, states of the alarm, its metric, and what cannot be drawn', async () => {
    const { body } = await get<BakesView>('/api/releases/hello/6/bakes');
    expect(body.bakes.map(({ stage, verdict }) => [stage, verdict?.kind])).toEqual([
      ['staging', 'healthy'],
      ['production', 'unhealthy'],
    ]);
    const [staging, production] = body.bakes;
    expect(staging?.alarms).toEqual([
      { name: 'hello-staging-errors', states: [], undrawn: 'There is no alarm of that name any more.' },
    ]);
    expect(production?.alarms[0]).toMatchObject({
      name: 'hello-production-errors',
      rule: 'Sum of Errors > 5 in 1 of 1 periods of 60 s',
      series: { name: 'Sum of Errors', shape: 'bars', periodMs: 60_000, threshold: { value: 5, rule: '> 5' } },
    });
    const { states = [], series } = production?.alarms[0] ?? {};
    expect(states.map(({ state }) => state)).toContain('ALARM');
    expect([states[0]?.from, states.at(-1)?.to]).toEqual([production?.from, production?.to]);
    expect(Math.max(...(series?.points ?? []).map(({ value }) => value))).toBeGreaterThan(5);
    const {
      from = 0,
      enteredAt = 0,
      deployedAt = 0,
      bakeStartedAt = 0,
      turnedAt = 0,
      leftAt = 0,
      to = 0,
    } = production ?? {};
    const inOrder = [from, enteredAt, deployedAt, bakeStartedAt, production?.verdict?.at ?? 0, turnedAt, leftAt, to];
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    expect((await get('/api/releases/hello/99/bakes')).status).toBe(404);
  });

  it('gives what was said, the newest thread first', async () => {
    const { body } = await get<ThreadsView>('/api/threads');
    expect(body.threads.map(({ title }) => title)).toEqual(['hello#7', 'hello#6', 'hello#5']);
    expect(body.threads[0]?.thread.length).toBeGreaterThan(1);
  });

  it('says what can be done about each stage and each release, and about everything', async () => {
    const { body } = await get<Actions>('/api/actions');
    const kinds = (offers: Offer[] = []) => offers.map(({ command }) => command.kind);
    expect(kinds(body.everywhere)).toEqual(['freeze']);
    const [hello] = body.services;
    expect(kinds(hello?.own)).toEqual(['freeze']);
    expect(kinds(hello?.stages['staging'])).toEqual(['cancel', 'freeze']);
    expect(kinds(hello?.stages['production'])).toEqual(['resume', 'freeze']);
    expect(kinds((await get<ReleaseActions>('/api/releases/hello/6/actions')).body.offers)).toEqual(['resume']);
    expect(kinds((await get<ReleaseActions>('/api/releases/hello/7/actions')).body.offers)).toEqual([
      'cancel',
      'emergency',
    ]);
    expect((await get('/api/releases/hello/99/actions')).status).toBe(404);
  });

  it('gives an execution whole, and afterwards only what is new', async () => {
    const path = `/api/executions/${encodeURIComponent(exhibition.executionArn)}`;
    const whole = await get<ExecutionView>(path);
    expect(whole.body).toMatchObject({
      release: { service: 'hello', number: 7 },
      definition: { StartAt: 'Prepare release' },
    });
    const last = whole.body.events.at(-1)?.id ?? 0;
    const news = await get<ExecutionView>(`${path}?after=${last - 3}`);
    expect(news.body.events.map((event) => event.id)).toEqual([last - 2, last - 1, last]);
    expect(news.body).not.toHaveProperty('definition');
  });

  it('gives an alarm with its rule in words', async () => {
    const { body } = await get<AlarmView>('/api/alarms/hello-production-errors');
    expect(body).toMatchObject({ state: 'OK', rule: 'Sum of Errors > 5 in 1 of 1 periods of 60 s' });
  });
});

describe('who is answered', () => {
  it('is nobody who asks for another host, as a rebound name does', async () => {
    const { port } = new URL(exhibition.console.url);
    expect(await statusFor('/api/overview', { host: 'evil.example' })).toBe(403);
    expect(await statusFor('/', { host: `evil.example:${port}` })).toBe(403);
    expect(await statusFor('/api/overview', { host: '127.0.0.1:1' })).toBe(403);
    expect(await statusFor('/api/overview', { host: `localhost:${port}` })).toBe(200);
  });

  it('is no script of another site', async () => {
    expect(await statusFor('/api/overview', { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await statusFor('/', { 'sec-fetch-site': 'cross-site' })).toBe(200);
  });

  it('may only read, but for orders', async () => {
    const { origin } = new URL(exhibition.console.url);
    expect(await statusFor('/api/overview', { origin }, 'POST')).toBe(404);
    expect(await statusFor('/api/overview', { origin }, 'DELETE')).toBe(405);
  });

  it('gets a policy that allows nothing from elsewhere', async () => {
    const { headers } = await fetch(`${exhibition.console.url}/releases/hello/6`);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
  });
});

describe('the stream of changes', () => {
  it('names the release that changed, once per burst', async () => {
    const leave = new AbortController();
    const response = await fetch(`${exhibition.console.url}/api/events`, { signal: leave.signal });
    const lines = linesOf(response);
    expect((await lines.next()).value).toBe('event: hello');
    await say(exhibition.table, 8, { kind: 'prepared', to: 'BUILDING', at: Date.now(), sentence: 'will build' });
    const data = await nextData(lines);
    expect(JSON.parse(data)).toEqual([{ about: 'ledger', release: 'hello#8' }]);
    leave.abort();
  });

  it('ends when the console is closed', async () => {
    const other = await openExhibition('fails to build');
    const response = await fetch(`${other.console.url}/api/events`);
    const ended = response.text().catch((error: Error) => error.message);
    await other.close();
    await expect(ended).resolves.toBeDefined();
    await expect(fetch(other.console.url)).rejects.toThrow();
  });
});

describe('who may order', () => {
  it('is nobody from a page of somebody else', async () => {
    const { origin, port } = new URL(exhibition.console.url);
    const order = JSON.stringify({ id: 'x', by: 'amy', reason: 'r', command: { kind: 'freeze' } });
    const send = (headers: Record<string, string>, body = order) =>
      statusFor('/api/orders', { 'content-type': 'application/json', ...headers }, 'POST', body);
    expect(await send({ origin: 'https://evil.example' })).toBe(403);
    expect(await send({ origin: `http://localhost:${port}` })).toBe(403);
    expect(await send({ origin: 'null' })).toBe(403);
    expect(await send({})).toBe(403);
    expect(await send({ origin, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await send({ origin: 'http://evil.example', host: 'evil.example' })).toBe(403);
    expect(await send({ origin }, 'x'.repeat(20_000))).toBe(413);
    expect((await get<Overview>('/api/overview')).body.freezes).toEqual([]);
    expect(await send({ origin })).toBe(200);
    expect((await get<Overview>('/api/overview')).body.freezes).toMatchObject([{ by: 'amy', reason: 'r' }]);
    expect(await send({ origin }, order.replace('freeze', 'unfreeze').replace('"x"', '"y"'))).toBe(200);
  });
});

it('keeps hostile text as it is in JSON: the pages show it as text', async () => {
  const { body } = await get<ReleaseAnswer>('/api/releases/hello/8');
  expect(body.release.subject).toBe(HOSTILE);
});

async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

async function nextData(lines: AsyncGenerator<string>): Promise<string> {
  let isChange = false;
  for (;;) {
    const line = String((await lines.next()).value);
    if (isChange && line.startsWith('data: ')) return line.slice(6);
    if (line.startsWith('event: ')) isChange = line === 'event: change';
  }
}
