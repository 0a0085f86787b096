import { describe, expect, it } from 'vitest';
import { memoryBus } from '#adapters/memory/bus.ts';
import { type Entry, record } from '#core/ledger/record.ts';
import type { Item } from '#core/ports/table.ts';
import { announce } from '#functions/start-release/announce.ts';
import { countsIn } from '#test/fixtures/embedded-metrics.ts';
import { aRelease, NOON } from '#test/fixtures/ledger.ts';

/** The release as it is now, and the line that says why. */
const written = (over: Partial<Entry> = {}): Item[] =>
  record(aRelease(), { kind: 'held', at: NOON, actor: 'bakewatch', sentence: 'is held', ...over }).flatMap((change) =>
    'put' in change ? [{ ...change.put, version: 1 } as Item] : [],
  );

const tooLarge = written({ sentence: 'x'.repeat(1024 * 1024) });

function open() {
  const bus = memoryBus();
  const lines: string[] = [];
  const ports = { bus, source: 'arn:machine', now: () => NOON, log: (line: string) => void lines.push(line) };
  return { bus, lines, announce: (items: Item[]) => announce(ports, items) };
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

  it('has the same id and the same chain however often the stream tells of it', async () => {
    const { bus, announce } = open();
    await announce(written());
    await announce(written());
    const [first, second] = bus.published();
    expect(first).toEqual(second);
  });

  it('belongs to the chain of its release in this installation alone', async () => {
    const { bus, announce: here } = open();
    const other = aRelease({ service: 'other' });
    await here([...written(), { ...(written()[1] as Item), release: `${other.service}#${other.number}` }]);
    await announce({ bus, source: 'elsewhere', now: () => NOON, log: () => undefined }, written());
    const chains = bus.published().map(({ detail }) => (detail as { context: { chainId: string } }).context.chainId);
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
