import { isRepositoryId } from '#core/intake/repository-id.ts';
import type { ConfigItem, Environment, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, RELEASE_PREFIX, SERVICE_PREFIX, SERVICES, STAGE_PREFIX, servicePartition } from '#core/ledger/keys.ts';
import type { ReadTable } from '#core/ports/table.ts';
import type { Overview, ReleaseRow, ServiceView, StageView } from '../views.ts';
import { readFreezes } from './read-freezes.ts';

const NEWEST = 25;

/** Every service, or one, or the first so many, with what runs, waits and happened last. */
export async function readOverview(
  table: ReadTable,
  now: number,
  { service, most = Number.POSITIVE_INFINITY }: { service?: string | undefined; most?: number } = {},
): Promise<Overview> {
  const listed = await table.list(SERVICES, { prefix: SERVICE_PREFIX });
  const asked = service ? listed.filter(({ sk }) => sk === `${SERVICE_PREFIX}${service}`) : listed.slice(0, most);
  const [freezes, ...services] = await Promise.all([
    readFreezes(table, now),
    ...asked.map((item) => readService(table, item.sk.slice(SERVICE_PREFIX.length), item['repositoryId'])),
  ]);
  return { now, services, left: service ? 0 : listed.length - asked.length, freezes };
}

async function readService(table: ReadTable, name: string, repositoryId: unknown): Promise<ServiceView> {
  const partition = servicePartition(name);
  const [releases, environments] = (await Promise.all([
    table.list(partition, { prefix: RELEASE_PREFIX, newestFirst: true, limit: NEWEST }),
    table.list(partition, { prefix: STAGE_PREFIX }),
  ])) as [StoredRelease[], Stored<Environment>[]];
  const config = await readConfig(table, name, repositoryId ?? releases[0]?.repositoryId);
  const configured = config?.config.stages.map((stage) => stage.name) ?? [];
  const names = [...new Set([...configured, ...environments.map((environment) => environment.stage)])];
  const stages = names.map((stage) =>
    readStage(table, { service: name, stage, environment: environments.find((e) => e.stage === stage), releases }),
  );
  const repository = config?.config.repository.name;
  return {
    name,
    ...(repository ? { repository } : {}),
    stages: await Promise.all(stages),
    releases: releases.map(rowOf),
  };
}

/** The service's configuration as the ledger has it now. */
export async function readConfig(
  table: ReadTable,
  service: string,
  repositoryId: unknown,
): Promise<ConfigItem | undefined> {
  if (!isRepositoryId(repositoryId)) return undefined;
  return (await table.read(keys.config(repositoryId, service))) as Stored<ConfigItem> | undefined;
}

interface StageFacts {
  service: string;
  stage: string;
  environment: Environment | undefined;
  releases: StoredRelease[];
}

async function readStage(table: ReadTable, { service, stage, environment, releases }: StageFacts): Promise<StageView> {
  const { current, holder, hold } = environment ?? {};
  const find = async (number: number): Promise<StoredRelease | undefined> =>
    releases.find((release) => release.number === number) ??
    ((await table.read(keys.release(service, number))) as StoredRelease | undefined);
  const running = current && (await find(current.release));
  const holding = holder && (await find(holder.release));
  const waiting = releases.filter((r) => r.state === 'WAITING' && r.stage === stage && r.number !== holder?.release);
  return {
    name: stage,
    ...(current ? { current: { ...current, ...saidOf(running) } } : {}),
    ...(holder ? { holder: { release: holder.release, since: holder.since, ...doingOf(holding) } } : {}),
    ...(hold ? { hold } : {}),
    waiting: waiting
      .filter((r) => r.number !== current?.release)
      .map((r) => ({ release: r.number, reason: r.reason ?? '' })),
  };
}

const saidOf = (release: StoredRelease | undefined) =>
  release ? { subject: release.subject, author: release.author } : {};

const doingOf = (release: StoredRelease | undefined) =>
  release ? { state: release.state, ...(release.reason ? { reason: release.reason } : {}) } : {};

/** What a list shows of a release. */
export function rowOf(release: StoredRelease): ReleaseRow {
  const { service, number, state, sha, subject, author, stage, reason, acceptedAt, endedAt, executionArn } = release;
  return {
    service,
    number,
    state,
    sha,
    subject,
    author,
    acceptedAt,
    ...(stage === undefined ? {} : { stage }),
    ...(reason === undefined ? {} : { reason }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(executionArn === undefined ? {} : { executionArn }),
  };
}
