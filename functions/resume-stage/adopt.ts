import { primaryOf } from '#core/deployment/primary-of.ts';
import type { Environment } from '#core/ledger/items.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import type { Table } from '#core/ports/table.ts';
import type { Current } from '#core/release/current.ts';
import { readStage } from './read-stage.ts';

/** By target: the revision that is PRIMARY, and the digest of its image, empty when it names none. */
export interface Found {
  taskDefinitions: Record<string, string>;
  digests: Record<string, string>;
}

/** What is on each target now; or why it cannot be adopted. */
export async function adopt(
  ports: { table: Table; fleet: Fleet; now: Now },
  environment: Environment,
): Promise<Found | string> {
  if (!environment.current) return 'nothing was ever healthy there, so there is nothing to put in its place';
  if (isAtWork(environment, ports.now())) return `release ${environment.holder?.release} is at work there`;
  const stage = await readStage(ports.table, environment);
  if (!stage) return `${environment.service} has no stage ${environment.stage} in its configuration any more`;
  const targets = stage.targets.map((target) => ({ ...target, name: target.name ?? target.service }));
  const found = await Promise.all(targets.map((target) => findPrimary(ports.fleet, target)));
  const unusable = found.find(({ image }) => image === undefined);
  if (unusable) return `what runs on ${unusable.name} could not be gone back to: its task definition is gone`;
  return {
    taskDefinitions: Object.fromEntries(found.map(({ name, revision }) => [name, revision])),
    digests: Object.fromEntries(found.map(({ name, image }) => [name, /@(sha256:.+)$/.exec(image ?? '')?.[1] ?? ''])),
  };
}

/** A release whose lease is over, or that a failed rollback has ended, does nothing any more. */
const isAtWork = ({ holder, hold }: Environment, now: number): boolean =>
  holder !== undefined &&
  holder.leaseUntil > now &&
  !(hold?.kind === 'rollback-failed' && hold.release === holder.release);

async function findPrimary(fleet: Fleet, target: Target) {
  const view = await fleet.view(target);
  const revision = (view && primaryOf(view)?.taskDefinition) ?? '';
  return { name: target.name, revision, image: revision ? await fleet.imageOf(target, revision) : undefined };
}

export const adopting = (current: Current, { taskDefinitions, digests }: Found): Current => ({
  ...current,
  taskDefinitions: { ...current.taskDefinitions, ...taskDefinitions },
  adopted: { ...current.adopted, ...digests },
});
