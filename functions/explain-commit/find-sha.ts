import type { HostQuestions } from './ask-host.ts';
import type { KnownService } from './read-known.ts';

const HASH_LENGTH = 40;
const MOST_SHOWN = 4;

/** `sha`: the one commit that begins like this; absent when nobody knows one. */
export type FoundSha = { sha?: string } | { ambiguous: string };

/** The whole hash of a short one, from the releases of the ledger or from the repositories. */
export async function findSha(start: string, services: KnownService[], host: HostQuestions): Promise<FoundSha> {
  if (start.length === HASH_LENGTH) return { sha: start };
  const released = services.flatMap(({ releases }) => releases.map(({ sha }) => sha));
  const known = distinct(released.filter((sha) => sha.startsWith(start)));
  return choose(start, known.length > 0 ? known : await hosted(start, services, host));
}

async function hosted(start: string, services: KnownService[], host: HostQuestions): Promise<string[]> {
  const repositories = new Map(services.flatMap(({ repository }) => (repository ? [[repository.id, repository]] : [])));
  const found = await Promise.all([...repositories.values()].map((repository) => host.find(repository, start)));
  // The host takes names of branches, too, and a branch may be called like a hash.
  const hashes = found.flatMap((commit) => (commit && commit !== 'none' ? [commit.sha] : []));
  return distinct(hashes.filter((sha) => sha.startsWith(start)));
}

function choose(start: string, hashes: string[]): FoundSha {
  const [sha] = hashes;
  if (hashes.length > 1)
    return {
      ambiguous: `${hashes.length} commits begin with ${start}: ${hashes.slice(0, MOST_SHOWN).join(', ')}. Give more of the hash.`,
    };
  return sha === undefined ? {} : { sha };
}

const distinct = (hashes: string[]): string[] => [...new Set(hashes)];
