import type { DeploymentRecord, Environment, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Target } from '#core/ports/fleet.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';

/** What the last release that went forward in a stage deployed to a target, however it ended: that is ours, and no stranger's. */
export async function leftBehind(
  table: Table,
  { service, stage, touched }: Environment,
  target: Target,
): Promise<{ release: string; taskDefinition: string } | undefined> {
  if (touched === undefined) return undefined;
  const release = releaseId({ service, number: touched });
  const left = (await table.read(keys.deployment(release, stage, target.name, 'forward'))) as
    | Stored<DeploymentRecord>
    | undefined;
  return left && { release, taskDefinition: left.taskDefinition };
}
