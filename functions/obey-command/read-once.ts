import type { Item, Table } from '#core/ports/table.ts';

/** The same table, of which each item is read once only: everything that is decided about it is decided about one version. */
export function readOnce(table: Table): Table {
  const read = new Map<string, Promise<Item | undefined>>();
  return {
    ...table,
    read({ pk, sk }) {
      const name = JSON.stringify([pk, sk]);
      const known = read.get(name) ?? table.read({ pk, sk });
      read.set(name, known);
      return known;
    },
  };
}
