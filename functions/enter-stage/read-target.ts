import type { TargetFacts } from '#core/admission/admit.ts';
import { revisionNow } from '#core/deployment/primary-of.ts';
import type { Environment, StoredRelease } from '#core/ledger/items.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import type { Registry } from '#core/ports/registry.ts';
import type { Table } from '#core/ports/table.ts';
import { revisionOn } from '#core/release/current.ts';
import { leftBehind } from '#functions/steps/left-behind.ts';

/** The way back is checked before the way forward is taken: task definition and image must still be there. */
export async function readTarget(
  { table, fleet, registry }: { table: Table; fleet: Fleet; registry: Registry },
  target: Target,
  { turnsBack }: StoredRelease,
  environment: Environment,
): Promise<TargetFacts> {
  const view = await fleet.view(target);
  const expected = revisionOn(environment.current, target.name);
  const backTo = revisionOn(turnsBack?.goesTo ?? environment.current, target.name);
  const image = backTo ? await fleet.imageOf(target, backTo) : undefined;
  const primary = revisionNow(view);
  const left = expected && primary && primary !== expected ? await leftBehind(table, environment, target) : undefined;
  return {
    name: target.name,
    primary,
    expected,
    backTo,
    backToUsable: image !== undefined && (await registry.has(image, target)),
    owner: left?.taskDefinition === primary ? left?.release : undefined,
  };
}
