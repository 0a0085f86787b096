import type { NotedBuild, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Builds } from '#core/ports/builds.ts';
import type { Table } from '#core/ports/table.ts';

/**
 * Stops the build of a release that has ended, as well as it goes: one that goes on costs its minutes and nothing else. A build that
 * is not noted yet is stopped by `note-build`, which looks at its release after it has.
 */
export async function stopBuildAfterwards(ports: { table: Table; builds: Builds }, release: string): Promise<void> {
  const stop = async (): Promise<void> => {
    const noted = (await ports.table.read(keys.build(release))) as Stored<NotedBuild> | undefined;
    if (noted) await ports.builds.stop(noted.id);
  };
  await stop().catch(() => undefined);
}
