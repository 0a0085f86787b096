import type { TargetFacts } from '#core/admission/admit.ts';
import { primaryOf } from '#core/deployment/primary-of.ts';
import type { DeploymentRecord, Environment, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import type { Registry } from '#core/ports/registry.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';

/** The way back is checked before the way forward is taken: task definition and image must still be there. */
export async function readTarget(
  { table, fleet, registry }: { table: Table; fleet: Fleet; registry: Registry },
  target: Target,
  { turnsBack }: StoredRelease,
  environment: Environment,
): Promise<TargetFacts> {
  const view = await fleet.view(target);
  const expected = environment.current?.taskDefinitions[target.name];
  const backTo = (turnsBack?.goesTo ?? environment.current)?.taskDefinitions[target.name];
  const image = backTo ? await fleet.imageOf(target, backTo) : undefined;
  const primary = view?.status === 'ACTIVE' ? primaryOf(view)?.taskDefinition : undefined;
  const owner =
    expected && primary && primary !== expected ? await ownerOf(table, environment, target, primary) : undefined;
  return {
    name: target.name,
    primary,
    expected,
    backTo,
    backToUsable: image !== undefined && (await registry.has(image)),
    owner,
  };
}

/** The release of ours that left this revision there: the last one that had the lock, and did not come to a good end. */
async function ownerOf(
  table: Table,
  { service, stage, touched }: Environment,
  target: Target,
  primary: string,
): Promise<string | undefined> {
  if (touched === undefined) return undefined;
  const release = releaseId({ service, number: touched });
  const left = (await table.read(keys.deployment(release, stage, target.name, 'forward'))) as
    | Stored<DeploymentRecord>
    | undefined;
  return left?.taskDefinition === primary ? release : undefined;
}
