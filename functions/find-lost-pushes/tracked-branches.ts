import type { ConfigItem } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Repository } from '#core/ports/source-host.ts';
import type { Table } from '#core/ports/table.ts';
import { listServices } from '#functions/steps/list-services.ts';

/** A branch that some service is released from. */
export interface TrackedBranch {
  repository: Repository;
  branch: string;
}

/** Every branch that some service is released from, once. */
export async function trackedBranches(table: Table): Promise<TrackedBranch[]> {
  const services = await listServices(table);
  const configs = await Promise.all(
    services.map(({ service, repositoryId }) => table.read(keys.config(repositoryId, service))),
  );
  const branches = (configs as (ConfigItem | undefined)[]).flatMap((item) => {
    const { repository, branch } = item?.config ?? {};
    return repository && branch ? [[`${repository.id}/${branch}`, { repository, branch }] as const] : [];
  });
  return [...new Map(branches).values()];
}
