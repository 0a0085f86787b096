import { expect, it } from 'vitest';
import { memoryTable } from '#adapters/memory/table.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import { readHealthy } from '#functions/obey-command/read-healthy.ts';
import { aCurrent, anEnvironment } from '#test/fixtures/ledger.ts';

it('finds a release that a person names, however long ago it was healthy, and without the keys of its item', async () => {
  const table = memoryTable();
  const numbers = Array.from({ length: 60 }, (_, i) => i + 1);
  await table.write(
    numbers.map((release) => create(keys.healthy('hello', 'production', release), aCurrent({ release }))),
  );
  const last = await readHealthy(table, anEnvironment(), undefined);
  expect(last.healthy.map(({ release }) => release)).toEqual(numbers.slice(10).reverse());
  const named = await readHealthy(table, anEnvironment(), 2);
  expect(named.healthy.at(-1)).toEqual(aCurrent({ release: 2 }));
  expect((await readHealthy(table, anEnvironment(), 30)).healthy).toHaveLength(50);
});
