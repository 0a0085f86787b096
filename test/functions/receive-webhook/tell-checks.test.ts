import examples from '@octokit/webhooks-examples';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '#adapters/memory/table.ts';
import { STREAMS } from '#infra/installation.ts';
import { eventFilter } from '#local/lambda/event-filter.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { REPOSITORY, type WebhookBench, webhookBench } from './webhook-bench.ts';

type Example = { action?: string; sha?: string; state?: string; repository: { id: number } } & Record<string, unknown>;
const all = examples as unknown as { name: string; examples: Example[] }[];
const recorded = (event: string): Example[] => all.find(({ name }) => name === event)?.examples ?? [];

const SHA = 'c'.repeat(40);
const repository = { id: REPOSITORY, full_name: 'acme/hello' };
const aStatus = (over: object = {}) => ({ repository, sha: SHA, context: 'build', state: 'success', ...over });
const aRun = (over: object = {}) => ({
  repository,
  action: 'completed',
  check_run: { head_sha: SHA, name: 'build', conclusion: 'failure', ...over },
});
const aSuite = (action = 'completed') => ({ repository, action, check_suite: { head_sha: SHA } });

describe('what a webhook tells of checks', () => {
  let bench: WebhookBench;
  beforeEach(async () => {
    bench = webhookBench();
    await bench.configure('hello', { checks: { require: ['build', 'ci/circleci: test'], within: 60_000 } });
  });
  const post = (event: string, payload: object, delivery?: string) =>
    bench.post(JSON.stringify(payload), { event, ...(delivery ? { delivery } : {}) });
  const news = () => bench.table.list(`CHECKS#${REPOSITORY}#${SHA}`);

  it.each([
    ['status', aStatus()],
    ['status', aStatus({ state: 'failure' })],
    ['check_run', aRun()],
    ['check_suite', aSuite()],
  ])('writes down that a %s has ended, and not how', async (event, payload) => {
    expect(await post(event, payload, 'guid-1')).toMatchObject({ status: 202 });
    expect(await news()).toEqual([
      {
        pk: `CHECKS#${REPOSITORY}#${SHA}`,
        sk: 'NEWS#guid-1',
        version: 1,
        repositoryId: REPOSITORY,
        sha: SHA,
        at: 1_800_000_000_000,
        expiresAt: 1_800_000_000 + 14 * 86_400,
      },
    ]);
  });

  it('passes each piece of news on to whoever announces it, once', async () => {
    await post('status', aStatus(), 'guid-1');
    await post('status', aStatus(), 'guid-1');
    const items = await news();
    expect(items).toHaveLength(1);
    const passes = eventFilter([JSON.stringify(STREAMS.find((one) => one.function === 'start-release')?.filter)]);
    const Keys = { pk: { S: items[0]?.pk }, sk: { S: items[0]?.sk } };
    expect(passes({ eventName: 'INSERT', dynamodb: { Keys, NewImage: Keys } })).toBe(true);
  });

  it.each([
    ['status', aStatus({ state: 'pending' }), 'this check has not ended'],
    ['check_run', { ...aRun(), action: 'created' }, 'this check has not ended'],
    ['check_suite', aSuite('requested'), 'this check has not ended'],
    ['status', aStatus({ context: 'Build' }), 'no service waits for this check'],
    ['check_run', aRun({ name: 'lint' }), 'no service waits for this check'],
    ['status', aStatus({ context: 'bakewatch/production' }), 'this is our own report'],
  ])('wakes nobody for a %s that changes nothing: %o', async (event, payload, why) => {
    expect(await post(event, payload)).toEqual({ status: 200, message: `ignored: ${why}` });
    expect(await news()).toEqual([]);
  });

  it('reads nothing for what was reported by ourselves, a dozen times per release', async () => {
    bench = webhookBench(withFaults(memoryTable(), 'list', ['before']));
    expect(await post('status', aStatus({ context: 'bakewatch/hello' }))).toMatchObject({ status: 200 });
  });

  it('writes nothing where no service requires checks, and knows a repository that is not configured', async () => {
    bench = webhookBench();
    expect((await post('status', aStatus())).status).toBe(404);
    await bench.configure('hello');
    expect(await post('status', aStatus())).toMatchObject({ status: 200 });
    expect(await post('check_suite', aSuite())).toMatchObject({ status: 200 });
    expect(await news()).toEqual([]);
  });

  it('believes nothing that is not signed', async () => {
    const answer = await bench.post(JSON.stringify(aStatus()), { event: 'status', secret: 'guessed' });
    expect(answer.status).toBe(401);
    expect(await news()).toEqual([]);
  });

  it.each([
    ['status', aStatus({ sha: 'main' })],
    ['status', aStatus({ sha: `${SHA}#x` })],
    ['status', aSuite()],
    ['check_run', aSuite()],
    ['check_suite', aRun()],
    ['check_run', { ...aRun(), repository: { id: '42' } }],
  ])('refuses what is no %s, and keeps it for a person: %o', async (event, payload) => {
    expect(await post(event, payload, 'odd')).toEqual({
      status: 400,
      message: `this is not the payload of a ${event} event`,
    });
    expect(await bench.table.read({ pk: 'DELIVERY#odd', sk: 'REJECTED' })).toMatchObject({ bytes: expect.any(Number) });
  });

  it('throws when it could not be stored, so that it is answered with 503', async () => {
    const table = memoryTable();
    bench = webhookBench(withFaults(table, 'write', ['before']));
    const setUp = webhookBench(table);
    await setUp.configure('hello', { checks: { require: ['build'], within: 60_000 } });
    await expect(post('status', aStatus())).rejects.toThrow();
  });

  it.each(
    ['status', 'check_run', 'check_suite'].flatMap((event) =>
      recorded(event).map((example, i) => [event, i, example] as const),
    ),
  )('reads the %s that GitHub gives as example %i', async (event, i, example) => {
    const id = example.repository.id;
    const name = (example['check_run'] as { name?: string } | undefined)?.name ?? (example['context'] as string);
    await bench.configure('example', {
      repository: { id, name: 'x/y' },
      checks: { require: [name ?? 'any'], within: 60_000 },
    });
    const { status } = await post(event, example, `example-${i}`);
    const hasEnded = event === 'status' ? example.state !== 'pending' : example.action === 'completed';
    expect(status).toBe(hasEnded ? 202 : 200);
  });
});
