import type { RepositoryId } from '../intake/repository-id.ts';

/** What its host calls the repository for ever counts; its name (`owner/name`) is for paths and people. */
export interface Repository {
  id: RepositoryId;
  name: string;
}

/** A commit as the host shows it. Author and message are attacker-controlled. */
export interface HostedCommit {
  /** 40 hex digits. */
  sha: string;
  /** Login of the author where the host knows it, otherwise the name that the commit claims. */
  author: string;
  subject: string;
  /** The whole message. */
  message: string;
}

/** The repository is not there for us: gone, private, or out of the token's reach. No retry helps; the message says what does. */
export class RepositoryUnreadable extends Error {
  override name = 'RepositoryUnreadable';
}

/** Where the commits live (GitHub, GitLab, Bitbucket). Each throws when the host cannot be asked: not knowing is not having. */
export interface SourceHost {
  /**
   * Is `sha` still part of the branch, or of another commit's history when `branch` is a commit? `tip`: it is the newest
   * commit there. `gone`: the branch exists and does not contain it (a force-push removed it), or the branch does not
   * exist.
   */
  isOnBranch(repository: Repository, branch: string, sha: string): Promise<'tip' | 'yes' | 'gone'>;
  /** The newest commit of a branch. */
  head(repository: Repository, branch: string): Promise<HostedCommit | 'no branch'>;
  /** The commit that a branch, a tag or a hash (short ones, too) names; undefined when there is none. */
  resolve(repository: Repository, name: string): Promise<HostedCommit | undefined>;
}
