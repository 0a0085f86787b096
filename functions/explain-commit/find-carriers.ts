import type { Bond } from '#core/explain/facts.ts';
import type { Environment, PushedCommit, StoredRelease } from '#core/ledger/items.ts';
import type { Repository } from '#core/ports/source-host.ts';
import { isTerminal } from '#core/release/release.ts';
import type { HostQuestions } from './ask-host.ts';

export interface Searched {
  sha: string;
  /** Releases of the commit itself. */
  own: StoredRelease[];
  /** Releases made by pushes, newest first. */
  releases: StoredRelease[];
  stages: string[];
  environments: Environment[];
  pushes: PushedCommit[];
  repository: Repository | undefined;
}

export interface Bound {
  release: StoredRelease;
  bond: Bond;
}

const MOST_ONGOING = 5;
const MOST = 8;

/**
 * The releases that have the commit, newest first: its own; those that run or are on their way and contain it; and, where it has
 * none of its own, the first one that contains it. At most some 20 questions to the host.
 */
export async function findCarriers(searched: Searched, host: HostQuestions): Promise<Bound[]> {
  const { own } = searched;
  const bound: Bound[] = own.map((release) => ({ release, bond: 'own' }));
  if (isEverywhere(searched)) return bound;
  const others = candidates(searched).filter(({ number }) => own.every((mine) => mine.number !== number));
  const judged = await Promise.all(others.map((release) => bind(release, searched, host)));
  const first = own.length === 0 ? await findFirst(searched, host) : undefined;
  const all = [...bound, ...judged.flat(), ...(first ? [{ release: first, bond: 'contains' as const }] : [])];
  return distinct(all)
    .sort((a, b) => b.release.number - a.release.number)
    .slice(0, MOST);
}

/** Then nobody else needs to be asked. */
const isEverywhere = ({ own, stages, environments }: Searched): boolean =>
  stages.length > 0 &&
  stages.every((name) => {
    const current = environments.find(({ stage }) => stage === name)?.current;
    return own.some(({ number }) => number === current?.release);
  });

/** What runs, what is on its way, and what came last. */
function candidates({ releases, environments }: Searched): StoredRelease[] {
  const runs = new Set(environments.flatMap(({ current, holder }) => [current?.release, holder?.release]));
  const ongoing = releases.filter(({ state }) => !isTerminal(state)).slice(0, MOST_ONGOING);
  const numbers = new Set([...runs, ...ongoing.map(({ number }) => number), releases[0]?.number]);
  return releases.filter(({ number }) => numbers.has(number));
}

async function bind(release: StoredRelease, searched: Searched, host: HostQuestions): Promise<Bound[]> {
  const { sha, repository } = searched;
  if (release.sha === sha) return [{ release, bond: 'contains' }];
  const answer = repository ? await host.contains(repository, release.sha, sha) : undefined;
  if (answer === undefined) return cameAfter(release, searched) ? [{ release, bond: 'presumed' }] : [];
  return answer === 'gone' ? [] : [{ release, bond: 'contains' }];
}

/** Without the host there is only the order of the pushes, which a force-push may have broken. */
function cameAfter({ number, ref, unordered, acceptedAt }: StoredRelease, { own, pushes }: Searched): boolean {
  if (unordered) return false;
  if (own.length > 0) return own.some((mine) => mine.ref === ref && mine.number < number);
  return pushes.some((push) => push.ref === ref && push.at < acceptedAt);
}

/** Later heads of a branch contain what earlier ones did, so halves can be left out; only a release that was said to have it is the answer. */
async function findFirst(
  { releases, sha, repository }: Searched,
  host: HostQuestions,
): Promise<StoredRelease | undefined> {
  const inOrder = [...releases].reverse();
  const has = async (release: StoredRelease | undefined): Promise<boolean | undefined> => {
    const answer = repository && release && (await host.contains(repository, release.sha, sha));
    return answer === undefined ? undefined : answer !== 'gone';
  };
  let [low, high] = [0, inOrder.length - 1];
  if (!(await has(inOrder[high]))) return undefined;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const answer = await has(inOrder[middle]);
    if (answer === undefined) break;
    if (answer) high = middle;
    else low = middle + 1;
  }
  return inOrder[high];
}

const distinct = (all: Bound[]): Bound[] =>
  all.filter(({ release }, i) => all.findIndex((other) => other.release.number === release.number) === i);
