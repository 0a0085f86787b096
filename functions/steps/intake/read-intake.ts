import type { Push } from '#core/intake/push.ts';
import type { ConfigItem, PushedCommit, PushHead, Stored } from '#core/ledger/items.ts';
import { keys, pushPartition, repositoryPartition, SERVICE_PREFIX } from '#core/ledger/keys.ts';
import type { Item, Table } from '#core/ports/table.ts';

/** What is remembered of a delivery and of a push's content. */
export interface Seen {
  releases: string[];
  message?: string;
  found?: true;
}

export interface Intake {
  delivery: Stored<Seen> | undefined;
  configs: Stored<ConfigItem>[];
  head: Stored<PushHead> | undefined;
  same: Stored<Seen> | undefined;
  successor: Stored<Seen> | undefined;
  commit: Stored<PushedCommit> | undefined;
}

/** Everything that the decision about a push depends on, but the services' numbers; in one go, because others are waiting. */
export async function readIntake(table: Table, push: Push, delivery: string): Promise<Intake> {
  const { repositoryId, ref, before, after } = push;
  const [seen, configs, head, same, [successor], commit] = await Promise.all([
    table.read(keys.delivery(delivery)),
    table.list(repositoryPartition(repositoryId), { prefix: SERVICE_PREFIX }),
    table.read(keys.pushHead(repositoryId, ref)),
    table.read(keys.push(repositoryId, ref, before, after)),
    table.list(pushPartition(repositoryId, ref), { prefix: `PUSH#${after}#`, limit: 1 }),
    table.read(keys.commit(repositoryId, after, ref, before)),
  ]);
  return {
    delivery: as<Seen>(seen),
    configs: configs as Stored<ConfigItem>[],
    head: as<PushHead>(head),
    same: as<Seen>(same),
    successor: as<Seen>(successor),
    commit: as<PushedCommit>(commit),
  };
}

const as = <T>(item: Item | undefined): Stored<T> | undefined => item as Stored<T> | undefined;
