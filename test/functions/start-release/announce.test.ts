import { describe, expect, it } from 'vitest';
import { memoryBus } from '#adapters/memory/bus.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import { EVENT_SOURCE } from '#core/cdevents/event-source.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { create, type Entry, record } from '#core/ledger/record.ts';
import type { Item, Table } from '#core/ports/table.ts';
import { keysOf } from '#functions/resume-waits/resume-waits.ts';
import { announce } from '#functions/start-release/announce.ts';
import { EVENT_RULES } from '#infra/installation.ts';
import { countsIn } from '#test/fixtures/embedded-metrics.ts';
import { aCurrent, aDeployment, aRelease, digest, NOON } from '#test/fixtures/ledger.ts';

/** The release as it is now, and the line that says why. */
const written = (over: Partial<Entry> = {}): Item[] =>
  record(aRelease(), { kind: 'held', at: NOON, actor: 'bakewatch', sentence: 'is held', ...over }).flatMap((change) =>
    'put' in change ? [{ ...change.put, version: 1 } as Item] : [],
  );

const tooLarge = written({ sentence: 'x'.repeat(1024 * 1024) });

function open(table: Table = memoryTable(), source = 'arn:machine') {
  const bus = memoryBus();
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const ports = { bus, table, source, console: 'https://console', now: () => NOON, log };
  const types = () => bus.published().map(({ type }) => type.split('.').slice(2, 4).join('.'));
  return { bus, table, lines, types, announce: (items: Item[]) => announce(ports, items) };
}

describe('what is announced', () => {
  it('is each thing that happened, and no release as such', async () => {
    const { bus, announce } = open();
    const items = [...written(), ...written({ kind: 'resumed' })];
    expect(await announce(items)).toBe(items.length);
    expect(bus.published().map(({ type }) => type)).toEqual([
      'dev.cdeventsx.bakewatch-release.held.0.1.0',
      'dev.cdeventsx.bakewatch-release.resumed.0.1.0',
    ]);
  });

  it('is news of checks, for those who wait for them: whose, and nothing of how they stand', async () => {
    const { bus, announce } = open();
    const news = { repositoryId: 42, sha: 'a'.repeat(40), at: NOON, expiresAt: 7 };
    await announce([{ ...keys.checksNews(42, news.sha, 'guid'), version: 1, ...news }]);
    const [said] = bus.published();
    expect(said).toEqual({ type: 'Commit Checks Changed', at: NOON, detail: { repositoryId: 42, sha: news.sha } });
    const event = { source: EVENT_SOURCE, 'detail-type': said?.type ?? '', detail: said?.detail ?? {} };
    expect(keysOf(event)).toEqual([wakeKeys.checks(42, news.sha)]);
    const rule = EVENT_RULES.find((one) => one.calls === 'resume-waits' && one.name === 'bakewatch-checks');
    expect(rule).toMatchObject({ pattern: { source: [event.source], 'detail-type': [event['detail-type']] } });
  });

  it('has the same id and the same chain however often the stream tells of it', async () => {
    const { bus, announce } = open();
    await announce(written());
    await announce(written());
    const [first, second] = bus.published();
    expect(first).toEqual(second);
  });

  it('belongs to the chain of its release in this installation alone', async () => {
    const here = open();
    const elsewhere = open(memoryTable(), 'arn:another');
    await here.announce([...written(), { ...(written()[1] as Item), release: 'other#7' }]);
    await elsewhere.announce(written());
    const chains = [...here.bus.published(), ...elsewhere.bus.published()].map(
      ({ detail }) => (detail as { context: { chainId: string } }).context.chainId,
    );
    expect(new Set(chains).size).toBe(3);
    for (const chain of chains)
      expect(chain).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('a bus that does not take it', () => {
  it('has the stream tell again from the first item on that may still be taken', async () => {
    const { bus, lines, announce } = open();
    bus.away('it rains');
    const [release, event] = written() as [Item, Item];
    expect(await announce([release, event, ...written()])).toBe(1);
    expect(lines.join()).toContain('it rains');
    bus.away();
    expect(await announce([event])).toBe(1);
    expect(bus.published()).toHaveLength(1);
  });

  it('for good is counted, and holds up nothing behind it', async () => {
    const { bus, lines, announce } = open();
    const items = [...tooLarge, ...written()];
    expect(await announce(items)).toBe(items.length);
    expect(bus.published()).toHaveLength(1);
    expect(countsIn(lines[0] ?? '')).toEqual({ RefusedAnnouncements: 1 });
    expect(lines[0]).toContain('bakewatch-release.held');
    expect(lines[0]?.length).toBeLessThan(1_000);
  });

  it('is not asked when there is nothing to say', async () => {
    const { bus, announce } = open();
    bus.away();
    const [release] = written() as [Item];
    expect(await announce([release])).toBe(1);
    expect(await announce([])).toBe(0);
  });
});

describe('what stands elsewhere in the ledger', () => {
  const release = aRelease({ digest: digest('7'), executionArn: 'arn:aws:states:us-east-1:1:execution:m:hello-7' });
  const run = { release: 'hello#7', stage: 'production', arrivedAt: NOON, rollbackTo: aCurrent() };
  const artifact = { image: `registry/hello@${digest('1')}`, digest: digest('1') };
  const known = async (): Promise<Table> => {
    const table = memoryTable();
    await table.write([
      create(keys.release('hello', 7), release),
      create(keys.run('hello#7', 'production'), run),
      create(keys.artifact('hello', release.sha), artifact),
      create(keys.deployment('hello#7', 'production', 'hello', 'forward'), aDeployment()),
    ]);
    return table;
  };

  it('is said, too: the artifact by the release`s own digest, and where its execution is shown', async () => {
    const { bus, types, announce } = open(await known());
    await announce([...written({ kind: 'deployed', stage: 'production' }), ...written({ kind: 'prepared' })]);
    expect(types()).toEqual(['service.upgraded', 'pipelinerun.started']);
    const said = JSON.stringify(bus.published());
    expect(said).toContain(encodeURIComponent(digest('7')));
    expect(said).toContain('https://console/states/home#/v2/executions/details/arn:aws:states');
  });

  it('shows whether a release that ended had changed anything that was taken back', async () => {
    const { table, types, announce } = open(await known());
    const cancelled = written({ kind: 'ended', to: 'CANCELLED', stage: 'production' });
    await announce(cancelled);
    expect(types()).toEqual(['pipelinerun.finished']);
    const back = aDeployment({ direction: 'rollback' });
    await table.write([create(keys.deployment('hello#7', 'production', 'hello', 'rollback'), back)]);
    await announce(cancelled);
    expect(types().slice(1)).toEqual(['service.rolledback', 'pipelinerun.finished']);
  });

  it('when it cannot be read has the stream tell again from there on, and what comes before is said', async () => {
    const failing: Table = { ...memoryTable(), read: () => Promise.reject(new Error('the table is away')) };
    const { lines, types, announce } = open(failing);
    const [release, held] = written() as [Item, Item];
    const [, ended] = written({ kind: 'ended', to: 'FAILED' }) as [Item, Item];
    expect(await announce([release, held, ended, held])).toBe(2);
    expect(types()).toEqual(['bakewatch-release.held']);
    expect(lines.join()).toContain('the table is away');
  });
});
