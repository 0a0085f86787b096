import { type Host, hostOf } from '../intake/repository-id.ts';
import type { Repository } from '../ports/source-host.ts';

/** Where people look at commits. */
export interface CommitPages {
  commit: (repository: Repository, sha: string) => string;
  /** What came between two commits. */
  compare: (repository: Repository, before: string, sha: string) => string;
}

const DEFAULT: Record<Host, string> = {
  github: 'https://github.com',
  gitlab: 'https://gitlab.com',
  bitbucket: 'https://bitbucket.org',
};

/** Behind a repository's address. Bitbucket names the newer commit first. */
const COMMIT: Record<Host, (sha: string) => string> = {
  github: (sha) => `commit/${sha}`,
  gitlab: (sha) => `-/commit/${sha}`,
  bitbucket: (sha) => `commits/${sha}`,
};
const COMPARE: Record<Host, (before: string, sha: string) => string> = {
  github: (before, sha) => `compare/${before}...${sha}`,
  gitlab: (before, sha) => `-/compare/${before}...${sha}`,
  bitbucket: (before, sha) => `branches/compare/${sha}..${before}`,
};

/** The pages of every host, whose addresses have no slash at their end; by default where they are for everybody. */
export function pagesAt(urls: Partial<Record<Host, string | undefined>>): CommitPages {
  const addressOf = ({ id, name }: Repository): string => {
    const host = hostOf(id);
    return `${urls[host] ?? DEFAULT[host]}/${encodeURI(name.toWellFormed())}`;
  };
  return {
    commit: (repository, sha) => `${addressOf(repository)}/${COMMIT[hostOf(repository.id)](sha)}`,
    compare: (repository, before, sha) => `${addressOf(repository)}/${COMPARE[hostOf(repository.id)](before, sha)}`,
  };
}
