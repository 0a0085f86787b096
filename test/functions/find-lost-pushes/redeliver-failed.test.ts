import { beforeEach, describe, expect, it } from 'vitest';
import { countSearch } from '#functions/find-lost-pushes/count-search.ts';
import { parseHooks } from '#functions/find-lost-pushes/parse-hooks.ts';
import { REPOSITORY, sha, ZEROS } from '#test/functions/receive-webhook/webhook-bench.ts';
import { MINUTE, type SearchBench, searchBench, WEBHOOK } from './search-bench.ts';

const DAY = 86_400_000;

describe('deliveries that failed (L9)', () => {
  let bench: SearchBench;
  beforeEach(async () => {
    bench = searchBench();
    await bench.configure('hello');
  });
  const failed = (id: string, over: { guid?: string; agoMs?: number; status?: number } = {}) =>
    bench.deliveries.attempted(WEBHOOK, {
      id,
      guid: over.guid ?? `guid-${id}`,
      event: 'push',
      at: bench.now() - (over.agoMs ?? MINUTE),
      status: over.status ?? 503,
    });

  it('are sent again, oldest first, and as a push of their sender are released where only listed ones may', async () => {
    await bench.configure('guarded', { senders: [7] });
    failed('3');
    failed('2', { agoMs: 2 * MINUTE });
    expect((await bench.search()).redelivered).toEqual(['guid-2', 'guid-3']);
    expect(bench.deliveries.redelivered).toEqual(['2', '3']);
    await bench.push({ before: ZEROS, after: sha(1), senderId: 7 }, { delivery: 'guid-2' });
    expect(await bench.states('guarded')).toEqual(['1 ACCEPTED']);
  });

  it('are not sent again when the ledger has them: only the answer was lost', async () => {
    await bench.push({}, { delivery: 'guid-2' });
    failed('2');
    expect((await bench.search()).redelivered).toEqual([]);
  });

  it('are left alone after three days', async () => {
    failed('2', { agoMs: 3 * DAY + MINUTE });
    failed('3', { agoMs: 3 * DAY - 10 * MINUTE });
    expect((await bench.search()).redelivered).toEqual(['guid-3']);
  });

  it('are twenty in one search at most', async () => {
    for (let i = 2; i < 40; i += 1) failed(String(i));
    expect((await bench.search()).redelivered).toHaveLength(20);
  });

  it('wait longer after every attempt that fails', async () => {
    failed('2', { guid: 'stubborn', agoMs: 10 * MINUTE });
    failed('3', { guid: 'stubborn', agoMs: 3 * MINUTE });
    expect((await bench.search()).redelivered).toEqual([]);
    bench.pass(MINUTE);
    expect((await bench.search()).redelivered).toEqual(['stubborn']);
    expect(bench.deliveries.redelivered).toEqual(['3']);
  });

  it('are asked for although heads cannot be compared, and heads compared although these cannot be asked for', async () => {
    failed('2');
    bench.sourceHost.break(new Error('down'));
    expect(await bench.search()).toMatchObject({ redelivered: ['guid-2'], failed: [expect.stringContaining('down')] });
    bench.sourceHost.break(undefined);
    bench.deliveries.break(new Error('also down'));
    bench.branchIs(1);
    const search = await bench.search();
    expect(search).toMatchObject({ redelivered: [], failed: ['acme/hello: also down'] });
  });

  it('are counted in one line of log, with what cannot be read', async () => {
    failed('2');
    bench.sourceHost.break(new Error('down'));
    const line = JSON.parse(countSearch(await bench.search(), bench.now()));
    expect(line).toMatchObject({
      level: 'WARN',
      LostPushes: 0,
      Redeliveries: 1,
      UnreadableRepositories: 0,
      FailedSearches: 1,
    });
    expect(line._aws.CloudWatchMetrics[0].Metrics.map(({ Name }: { Name: string }) => line[Name])).toEqual([
      0, 1, 0, 1,
    ]);
  });
});

describe('which webhook belongs to which repository', () => {
  it('is read from numbers', () => {
    expect(parseHooks(`${REPOSITORY}=7, 42=9`)).toEqual(
      new Map([
        [REPOSITORY, 7],
        [42, 9],
      ]),
    );
    expect(parseHooks('')).toEqual(new Map());
  });

  it.each(['acme/hello=7', '42', '42=', '42=7;43=8', '-1=7'])('refuses %s', (text) => {
    expect(() => parseHooks(text)).toThrow('GITHUB_HOOKS must look like');
  });
});
