import type { Run, ServiceHead } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';

const AT_ONCE = 50;

/** The runs in a stage of every release after this one: also of those that failed there, as their migrations stay. */
export async function runsSince(
  table: Table,
  { service, stage }: { service: string; stage: string },
  after: number,
): Promise<Run[]> {
  const head = (await table.read(keys.head(service))) as ServiceHead | undefined;
  const numbers = Array.from({ length: Math.max(0, (head?.lastNumber ?? 0) - after) }, (_, i) => after + 1 + i);
  const runs: Run[] = [];
  for (let i = 0; i < numbers.length; i += AT_ONCE) {
    const read = await Promise.all(
      numbers.slice(i, i + AT_ONCE).map((number) => table.read(keys.run(releaseId({ service, number }), stage))),
    );
    runs.push(...(read.filter((run) => run !== undefined) as unknown as Run[]));
  }
  return runs;
}
