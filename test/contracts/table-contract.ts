import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Key, Table } from '#core/ports/table.ts';
import { promise } from './endpoint.ts';

export interface TableWorld {
  table: Table;
  close(): Promise<void>;
}

/** What the ledger needs of its storage. */
export function describeTableContract(name: string, makeWorld: () => Promise<TableWorld>): void {
  describe(`the ledger's table, ${name}`, () => {
    let world: TableWorld;
    let table: Table;
    beforeAll(async () => {
      world = await makeWorld();
      table = world.table;
    });
    afterAll(() => world.close());

    const partition = (): string => `TEST#${randomUUID()}`;
    const fresh = (): Key => ({ pk: partition(), sk: 'A' });

    promise('reads undefined where nothing is', async () => {
      expect(await table.read(fresh())).toBeUndefined();
    });

    promise('creates an item as version 1, once', async () => {
      const key = fresh();
      expect(await table.write([{ put: { ...key, color: 'red' }, expected: 'absent' }])).toBe(true);
      expect(await table.write([{ put: { ...key, color: 'blue' }, expected: 'absent' }])).toBe(false);
      expect(await table.read(key)).toEqual({ ...key, color: 'red', version: 1 });
    });

    promise('replaces an item only over the version that was read, and counts up by one', async () => {
      const key = fresh();
      await table.write([{ put: { ...key, color: 'red', size: 1 }, expected: 'absent' }]);
      expect(await table.write([{ put: { ...key, color: 'blue' }, expected: 1 }])).toBe(true);
      expect(await table.write([{ put: { ...key, color: 'green' }, expected: 1 }])).toBe(false);
      expect(await table.read(key)).toEqual({ ...key, color: 'blue', version: 2 });
    });

    promise('refuses to replace or remove what is not there', async () => {
      const key = fresh();
      expect(await table.write([{ put: { ...key }, expected: 1 }])).toBe(false);
      expect(await table.write([{ remove: key, expected: 1 }])).toBe(false);
      expect(await table.read(key)).toBeUndefined();
    });

    promise('removes an item of the expected version only', async () => {
      const key = fresh();
      await table.write([{ put: { ...key }, expected: 'absent' }]);
      expect(await table.write([{ remove: key, expected: 2 }])).toBe(false);
      expect(await table.read(key)).toBeDefined();
      expect(await table.write([{ remove: key, expected: 1 }])).toBe(true);
      expect(await table.read(key)).toBeUndefined();
    });

    promise('writes all changes or none', async () => {
      const [one, two] = [fresh(), fresh()];
      await table.write([{ put: { ...one, n: 1 }, expected: 'absent' }]);
      const changes = [
        { put: { ...two, n: 2 }, expected: 'absent' as const },
        { put: { ...one, n: 2 }, expected: 7 },
      ];
      expect(await table.write(changes)).toBe(false);
      expect(await table.read(two)).toBeUndefined();
      expect(await table.read(one)).toMatchObject({ n: 1, version: 1 });
    });

    promise(
      'refuses the others when an item that is only checked is not as expected, and leaves it alone otherwise',
      async () => {
        const [checked, written] = [fresh(), fresh()];
        const put = { put: { ...written }, expected: 'absent' as const };
        expect(await table.write([{ check: checked, expected: 1 }, put])).toBe(false);
        expect(await table.write([{ check: checked, expected: 'absent' }, put])).toBe(true);
        expect(await table.read(checked)).toBeUndefined();
      },
    );

    promise('throws at a transaction that names an item twice', async () => {
      const key = fresh();
      const twice = [
        { put: { ...key }, expected: 'absent' as const },
        { check: key, expected: 'absent' as const },
      ];
      await expect(table.write(twice)).rejects.toThrow();
      expect(await table.read(key)).toBeUndefined();
    });

    promise('takes a repeated write for what it is: refused, and nothing changed (T04)', async () => {
      const [one, two] = [fresh(), fresh()];
      await table.write([{ put: { ...one, n: 1 }, expected: 'absent' }]);
      const changes = [
        { put: { ...one, n: 2 }, expected: 1 },
        { put: { ...two, n: 2 }, expected: 'absent' as const },
      ];
      expect(await table.write(changes)).toBe(true);
      expect(await table.write(changes)).toBe(false);
      expect(await table.read(one)).toMatchObject({ n: 2, version: 2 });
      expect(await table.read(two)).toMatchObject({ n: 2, version: 1 });
    });

    promise('lets one of a hundred racing writers win (K07)', async () => {
      const key = fresh();
      await table.write([{ put: { ...key, winner: -1 }, expected: 'absent' }]);
      const race = Array.from({ length: 100 }, (_, i) => table.write([{ put: { ...key, winner: i }, expected: 1 }]));
      const won = await Promise.all(race);
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await table.read(key)).toMatchObject({ winner: won.indexOf(true), version: 2 });
    });

    promise('lists a partition by sort key, of a prefix, newest first, and no more than asked for', async () => {
      const pk = partition();
      for (const sk of ['EVENT#000002', 'EVENT#000010', 'RUN#b', 'EVENT#000001', 'RUN#a']) {
        await table.write([{ put: { pk, sk }, expected: 'absent' }]);
      }
      const list = async (options?: Parameters<Table['list']>[1]) =>
        (await table.list(pk, options)).map((item) => item.sk);
      expect(await list()).toEqual(['EVENT#000001', 'EVENT#000002', 'EVENT#000010', 'RUN#a', 'RUN#b']);
      expect(await list({ prefix: 'EVENT#' })).toEqual(['EVENT#000001', 'EVENT#000002', 'EVENT#000010']);
      expect(await list({ prefix: 'EVENT#', newestFirst: true, limit: 2 })).toEqual(['EVENT#000010', 'EVENT#000002']);
      expect(await list({ limit: 1 })).toEqual(['EVENT#000001']);
      expect(await table.list(partition())).toEqual([]);
    });

    promise('lists more than one page holds', async () => {
      const pk = partition();
      const filler = 'x'.repeat(200_000);
      const numbers = Array.from({ length: 8 }, (_, i) => `ITEM#${i}`);
      await Promise.all(numbers.map((sk) => table.write([{ put: { pk, sk, filler }, expected: 'absent' }])));
      expect((await table.list(pk)).map((item) => item.sk)).toEqual(numbers);
      expect(await table.list(pk, { limit: 7 })).toHaveLength(7);
    });

    promise('keeps nested values, and nothing of what is undefined', async () => {
      const key = fresh();
      const value = { list: [1, 'two', { three: true }], none: null, empty: '', map: { a: {} } };
      await table.write([{ put: { ...key, value, gone: undefined }, expected: 'absent' }]);
      const read = await table.read(key);
      expect(read).toEqual({ ...key, value, version: 1 });
      expect(Object.keys(read ?? {})).not.toContain('gone');
    });

    promise('hands out copies: changing what was read changes nothing', async () => {
      const key = fresh();
      await table.write([{ put: { ...key, map: { n: 1 } }, expected: 'absent' }]);
      Object.assign((await table.read(key))?.['map'] ?? {}, { n: 2 });
      expect(await table.read(key)).toMatchObject({ map: { n: 1 } });
    });
  });
}
