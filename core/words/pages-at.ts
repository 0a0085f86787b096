import { type Host, hostOf } from '../intake/repository-id.ts';
import type { Repository } from '../ports/source-host.ts';

/** Where people look at commits; an image in ECR has no such page. */
export interface CommitPages {
  commit: (repository: Repository, sha: string) => string | undefined;
  /** What came between two commits. */
  compare: (repository: Repository, before: string, sha: string) => string | undefined;
}

type Code = Exclude<Host, 'ecr'>;

const DEFAULT: Record<Code, string> = {
  github: 'https://github.com',
  gitlab: 'https://gitlab.com',
  bitbucket: 'https://bitbucket.org',
};

/** Behind a repository's address. Bitbucket names the newer commit first. */
const COMMIT: Record<Code, (sha: string) => string> = {
  github: (sha) => `commit/${sha}`,
  gitlab: (sha) => `-/commit/${sha}`,
  bitbucket: (sha) => `commits/${sha}`,
};
const COMPARE: Record<Code, (before: string, sha: string) => string> = {
  github: (before, sha) => `compare/${before}...${sha}`,
  gitlab: (before, sha) => `-/compare/${before}...${sha}`,
  bitbucket: (before, sha) => `branches/compare/${sha}..${before}`,
};

/** The pages of every host, whose addresses have no slash at their end; by default where they are for everybody. */
export function pagesAt(urls: Partial<Record<Code, string | undefined>>): CommitPages {
  const page = ({ id, name }: Repository, behind: (host: Code) => string): string | undefined => {
    const host = hostOf(id);
    return host === 'ecr'
      ? undefined
      : `${urls[host] ?? DEFAULT[host]}/${encodeURI(name.toWellFormed())}/${behind(host)}`;
  };
  return {
    commit: (repository, sha) => page(repository, (host) => COMMIT[host](sha)),
    compare: (repository, before, sha) => page(repository, (host) => COMPARE[host](before, sha)),
  };
}
