import { type Entry, type Row, row } from './entry.ts';
import type { Metered } from './ledger/meter.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { EXPLAINED, READINGS, type Reading } from './ledger/readings.ts';

const SIZES = [100, EXPLAINED, 100_000];

/** What it costs to read of a service, however many releases it has had. */
export async function measure(): Promise<Entry> {
  const measured = new Map<number, Record<string, Metered>>();
  for (const size of SIZES) measured.set(size, await measureAt(size));
  const rows = Object.entries(READINGS).flatMap(([name, reading]) => rowsOf(name, reading, measured));
  return {
    title: 'Ledger: reading a service with many releases',
    rows,
    note: [
      'Read units (4 KB, strongly consistent) as DynamoDB says that it consumed them, and requests; counted, not timed. Each release has left its item, its',
      'artifact and two healthy records. Budgets: what is read at 100,000 releases is what is read at 100; `why` looks at the newest 1,000, so there it is',
      'what is read at 1,000. What one release writes and reads in all is in `per-release`.',
    ].join('\n'),
  };
}

async function measureAt(size: number): Promise<Record<string, Metered>> {
  const ledger = await openLedger(size);
  try {
    const found: Record<string, Metered> = {};
    for (const [reading, { read }] of Object.entries(READINGS))
      found[reading] = await ledger.measure(() => read(ledger.table, size));
    return found;
  } finally {
    await ledger.close();
  }
}

function rowsOf(name: string, { levelFrom, more = 0 }: Reading, measured: Map<number, Record<string, Metered>>): Row[] {
  const at = (size: number): Metered => measured.get(size)?.[name] ?? { requests: Number.NaN, units: Number.NaN };
  const level = SIZES.find((size) => size >= levelFrom) ?? Number.NaN;
  return SIZES.flatMap((size) => [
    row(`${name}, of ${size}: read units`, at(size).units, '', size > level ? at(level).units + more : undefined),
    row('  requests', at(size).requests, '', size > level ? at(level).requests + more : undefined),
  ]);
}
