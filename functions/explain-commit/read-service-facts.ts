import type { ServiceFacts, StageFacts } from '#core/explain/facts.ts';
import type { Environment, PushedCommit, Quarantine, StoredRelease } from '#core/ledger/items.ts';
import { commitPartition, keys, REF_PREFIX, STAGE_PREFIX, servicePartition } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import type { HostQuestions } from './ask-host.ts';
import { type Bound, findCarriers } from './find-carriers.ts';
import { ownReleases } from './own-releases.ts';
import { readBakeEnd, readCarrier } from './read-carrier.ts';
import type { KnownService } from './read-known.ts';

const MOST_PUSHES = 50;

/** Everything about a commit in one service. `asked`: the release that was asked about, instead of every release of the commit. */
export async function readServiceFacts(
  table: Table,
  host: HostQuestions,
  known: KnownService,
  sha: string,
  asked?: StoredRelease,
): Promise<ServiceFacts> {
  const { service, config, repository } = known;
  const [pushes, environments, quarantine] = (await Promise.all([
    repository
      ? (table.list(commitPartition(repository.id, sha), {
          prefix: REF_PREFIX,
          limit: MOST_PUSHES,
        }) as Promise<unknown>)
      : [],
    table.list(servicePartition(service), { prefix: STAGE_PREFIX }) as Promise<unknown>,
    table.read(keys.quarantine(service, sha)) as Promise<Quarantine | undefined>,
  ])) as [PushedCommit[], Environment[], Quarantine | undefined];
  const names = config?.stages.map(({ name }) => name) ?? environments.map(({ stage }) => stage);
  const own = asked ? [asked] : await ownReleases(table, known, sha, pushes);
  const releases = known.releases.filter(({ turnsBack }) => !turnsBack);
  const bound: Bound[] = asked?.turnsBack
    ? [{ release: asked, bond: 'own' }]
    : await findCarriers({ sha, own, releases, stages: names, environments, pushes, repository }, host);
  // Asked before the stages are looked at: a carrier that nobody could vouch for is not among them.
  const isUnsure = host.unanswered().length > 0;
  const isAlive = bound.some(
    ({ release: { number, state } }) =>
      !isTerminal(state) || environments.some(({ current }) => current?.release === number),
  );
  return {
    service,
    ...(config ? { branch: config.branch } : {}),
    pushes,
    ...(isAlive ? { standing: 'unknown', isHosted: 'unknown' } : await standingOf(known, sha, host)),
    carriers: await Promise.all(bound.map((each) => readCarrier(table, each, names))),
    stages: (await Promise.all(names.map((name) => readStage(table, known, name, environments)))).map((stage) => ({
      ...stage,
      isUnsure,
    })),
    ...(quarantine ? { quarantine } : {}),
  };
}

async function standingOf(
  { config, repository }: KnownService,
  sha: string,
  host: HostQuestions,
): Promise<Pick<ServiceFacts, 'standing' | 'isHosted'>> {
  if (!(config && repository)) return { standing: 'unknown', isHosted: 'unknown' };
  const standing = (await host.contains(repository, config.branch, sha)) ?? 'unknown';
  if (standing !== 'gone') return { standing, isHosted: standing === 'unknown' ? standing : true };
  const commit = await host.find(repository, sha);
  return { standing, isHosted: commit === undefined ? 'unknown' : commit !== 'none' };
}

async function readStage(
  table: Table,
  { service, releases }: KnownService,
  name: string,
  environments: Environment[],
): Promise<StageFacts> {
  const environment = environments.find(({ stage }) => stage === name);
  const turn = releases.find(({ turnsBack, state }) => turnsBack?.stage === name && state === 'SUCCEEDED');
  const number = environment?.holder?.release;
  const holding =
    number === undefined ? undefined : ((await table.read(keys.release(service, number))) as StoredRelease | undefined);
  return {
    name,
    ...(environment ? { environment } : {}),
    ...(turn ? { turn } : {}),
    ...(holding ? { holder: { release: holding, ...(await readBakeEnd(table, releaseId(holding), name)) } } : {}),
  };
}
