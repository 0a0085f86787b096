import { Refusal } from '#core/errors.ts';
import type { Environment, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { parseReleaseId } from '#core/release/release.ts';

/**
 * The environment, read now, while this release holds its lock with this fence. Throws `FenceLost` otherwise: whoever lost the
 * lock writes nothing more, neither here nor in ECS.
 */
export async function holdFence(table: Table, stage: StageOfRelease, fence: number): Promise<Stored<Environment>> {
  const { service, number } = releaseOf(stage.release);
  const environment = (await table.read(keys.environment(service, stage.stage))) as Stored<Environment> | undefined;
  const holder = environment?.holder;
  if (environment && holder?.release === number && holder.fence === fence) return environment;
  const now = holder ? `${service}#${holder.release} has it with fence ${holder.fence}` : 'nobody has it';
  throw new Refusal('FenceLost', `${stage.release} no longer holds ${stage.stage} with fence ${fence}: ${now}.`);
}

export interface StageOfRelease {
  /** `hello#142` */
  release: string;
  stage: string;
}

/** Splits a release's id. Throws when it is none: ids come from the ledger only. */
export function releaseOf(id: string): { service: string; number: number } {
  const parsed = parseReleaseId(id);
  if (!parsed) throw new Error(`"${id}" is not the id of a release.`);
  return parsed;
}
