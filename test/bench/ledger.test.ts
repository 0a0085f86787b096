import { expect, test } from 'vitest';
import type { Metered } from '../../bench/ledger/meter.ts';
import { type MeteredLedger, openLedger } from '../../bench/ledger/open-ledger.ts';
import { READINGS } from '../../bench/ledger/readings.ts';

async function measured(reading: string, releases: number): Promise<Metered> {
  const ledger: MeteredLedger = await openLedger(releases);
  try {
    return await ledger.measure(() => READINGS[reading]?.read(ledger.table, releases) ?? Promise.reject());
  } finally {
    await ledger.close();
  }
}

test.each([
  { reading: 'history, newest 20', requests: 1 },
  { reading: 'status, newest 25', requests: 5 },
  { reading: 'sweep', requests: 3 },
])('$reading: costs the same at 120 releases and at 1,200', async ({ reading, requests }) => {
  const [few, many] = [await measured(reading, 120), await measured(reading, 1_200)];
  expect(many).toEqual(few);
  expect(few).toMatchObject({ requests });
  expect(few.units).toBeGreaterThan(0);
});

test('a sweep of a service whose old releases nobody has swept yet reads 200 of them, and no more', async () => {
  const ledger = await openLedger(500);
  try {
    const swept = { pk: 'SERVICE#hello', sk: 'SWEPT' };
    await ledger.table.write([{ remove: swept, expected: 7 }]);
    const { requests } = await ledger.measure(() => READINGS['sweep']?.read(ledger.table, 500) ?? Promise.reject());
    // The newest, the head, how far it was swept, 200 numbers one by one, and how far it is swept now.
    expect(requests).toBe(1 + 2 + 200 + 1);
  } finally {
    await ledger.close();
  }
});
