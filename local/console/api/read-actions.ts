import { emergencyOffer } from '#core/commands/emergency-offer.ts';
import { freezeOffer } from '#core/commands/freeze-offer.ts';
import type { Offer } from '#core/commands/offers.ts';
import type { ServiceConfig } from '#core/config/schema.ts';
import type { Environment, Freeze, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, SERVICE_PREFIX, SERVICES, STAGE_PREFIX, servicePartition } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import { readOffers } from '#functions/notify/read-offers.ts';
import { recentReleases } from '#functions/steps/recent-releases.ts';
import { readFreezes } from '#views/read/read-freezes.ts';
import { readConfig } from '#views/read/read-overview.ts';
import type { Actions, ReleaseActions, ServiceActions } from './views.ts';

const NEWEST = 25;

/** What a person can do about one release now; undefined when the ledger has none of that number. */
export async function readReleaseActions(
  table: Table,
  service: string,
  number: number,
  now: number,
): Promise<ReleaseActions | undefined> {
  const release = (await table.read(keys.release(service, number))) as StoredRelease | undefined;
  if (!release) return undefined;
  const config = await readConfig(table, service, release.repositoryId);
  return { now, offers: config ? await offersWithEmergency(table, release, config.config, now) : [] };
}

/** What a person can do now about every stage: about its gate, and about the releases that are at it. */
export async function readActions(table: Table, now: number): Promise<Actions> {
  const [listed, freezes] = await Promise.all([
    table.list(SERVICES, { prefix: SERVICE_PREFIX }),
    readFreezes(table, now),
  ]);
  const services = listed.map((item) =>
    readService(table, {
      name: item.sk.slice(SERVICE_PREFIX.length),
      repositoryId: item['repositoryId'],
      freezes,
      now,
    }),
  );
  return { now, everywhere: [freezeOffer({}, freezes, now)], services: await Promise.all(services) };
}

interface Asked {
  name: string;
  repositoryId: unknown;
  freezes: Freeze[];
  now: number;
}

async function readService(table: Table, { name, repositoryId, freezes, now }: Asked): Promise<ServiceActions> {
  const config = (await readConfig(table, name, repositoryId))?.config;
  if (!config) return { service: name, own: [], stages: {} };
  const [newest, environments] = await Promise.all([
    recentReleases(table, name, NEWEST),
    table.list(servicePartition(name), { prefix: STAGE_PREFIX }) as Promise<Stored<Environment>[]>,
  ]);
  const concerned = await releasesAt(table, name, newest, environments);
  const offers = (await Promise.all(concerned.map((release) => offersFor(table, release, config, now)))).flatMap(
    (found, i) => found.map((offer) => ({ offer, stage: stageOf(offer, concerned[i]) })),
  );
  const stages = (config.stages ?? []).map(({ name: stage }): [string, Offer[]] => {
    const here = offers.filter((each) => each.stage === stage).map(({ offer }) => offer);
    return [stage, [...withoutDoubles(here), freezeOffer({ service: name, stage }, freezes, now)]];
  });
  return { service: name, own: [freezeOffer({ service: name }, freezes, now)], stages: Object.fromEntries(stages) };
}

/** Those that are not over, and those that stand behind what runs in a stage or what holds it; newest first. */
async function releasesAt(
  table: Table,
  service: string,
  newest: StoredRelease[],
  environments: Environment[],
): Promise<StoredRelease[]> {
  const named = new Set([
    ...newest.filter(({ endedAt }) => endedAt === undefined).map(({ number }) => number),
    ...environments.flatMap(({ current, hold, holder }) => [
      current?.release,
      hold?.release,
      hold?.turn,
      holder?.release,
    ]),
  ]);
  const numbers = [...named].filter((number) => number !== undefined).sort((a, b) => b - a);
  const found = await Promise.all(
    numbers.map(
      async (wanted) =>
        newest.find(({ number }) => number === wanted) ??
        ((await table.read(keys.release(service, wanted))) as StoredRelease | undefined),
    ),
  );
  return found.filter((release) => release !== undefined);
}

const offersFor = (table: Table, release: StoredRelease, config: ServiceConfig, now: number): Promise<Offer[]> =>
  readOffers({ table, now: () => now }, release, config);

/** On the page of one release alone: an emergency wants more than a glance. */
async function offersWithEmergency(
  table: Table,
  release: StoredRelease,
  config: ServiceConfig,
  now: number,
): Promise<Offer[]> {
  const { stage } = release;
  const [offers, run] = await Promise.all([
    offersFor(table, release, config, now),
    stage === undefined
      ? undefined
      : (table.read(keys.run(releaseId(release), stage)) as Promise<Stored<Run> | undefined>),
  ]);
  const emergency = emergencyOffer({ release, run, config, now });
  return [...offers, ...(emergency ? [emergency] : [])];
}

const stageOf = ({ command }: Offer, release: StoredRelease | undefined): string | undefined =>
  'stage' in command ? command.stage : release?.stage;

const withoutDoubles = (offers: Offer[]): Offer[] => {
  const byCommand = new Map(offers.map((offer) => [JSON.stringify(offer.command), offer]));
  return [...byCommand.values()];
};
