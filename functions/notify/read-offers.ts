import { type Offer, offersOf } from '#core/commands/offers.ts';
import type { Place } from '#core/commands/place.ts';
import type { ServiceConfig } from '#core/config/schema.ts';
import type { Environment, Run, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Plan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';

/** What a person can do about a release as the ledger has it now. Reads only what may come of it. */
export async function readOffers(
  { table, now }: { table: Pick<Table, 'read'>; now: Now },
  release: StoredRelease,
  config: ServiceConfig,
): Promise<Offer[]> {
  const { stage, state } = release;
  // It stands at the threshold of a stage: what it asks for there, and what it may have to be taken out of again.
  const isWaiting = state === 'WAITING' && stage !== undefined;
  const [here, before, kept] = await Promise.all([
    readPlace(table, release, stage),
    isWaiting ? readPlace(table, release, stageBefore(config, stage)) : undefined,
    isWaiting ? table.read(keys.plan(releaseId(release))) : undefined,
  ]);
  return offersOf({ release, plan: kept?.['plan'] as Plan | undefined, config, here, before, now: now() });
}

async function readPlace(
  table: Pick<Table, 'read'>,
  release: StoredRelease,
  stage: string | undefined,
): Promise<Place | undefined> {
  if (stage === undefined) return undefined;
  const [environment, run] = await Promise.all([
    table.read(keys.environment(release.service, stage)),
    table.read(keys.run(releaseId(release), stage)),
  ]);
  return environment && { environment: environment as unknown as Environment, run: run as unknown as Run | undefined };
}

const stageBefore = ({ stages = [] }: Partial<ServiceConfig>, stage: string): string | undefined =>
  stages[stages.findIndex(({ name }) => name === stage) - 1]?.name;
