import type { Repository } from '#core/ports/source-host.ts';

/** What a question is about: a repository, or the GitHub App that asks. */
export type About = Repository | 'the App';

/** What GitHub is asked with. */
export interface Credentials {
  /** A GitHub App; otherwise a person's token. */
  isApp(): Promise<boolean>;
  /**
   * The token for questions about a repository, or about the App itself. `refused` is the one that was answered with 401: what gave it is then
   * read anew, and the answer is that token again where there is no other. Throws `RepositoryUnreadable` when no retry helps: the secret holds
   * neither a token nor an App, or the App is not installed there.
   */
  token(about: About, refused?: string): Promise<string>;
}

/** What an installation's token may do, in GitHub's words; metadata may be read always. */
export type Permissions = Partial<Record<'contents' | 'checks' | 'statuses' | 'deployments', 'read' | 'write'>>;

/** Commits, branches and what lies between them. */
export const READS_COMMITS: Permissions = { contents: 'read' };

/** What is reported of a commit, and whether it is still on its branch. */
export const READS_CHECKS: Permissions = { contents: 'read', checks: 'read', statuses: 'read' };
/** What is said of commits, and of what runs where. */
export const SAYS_WHAT_BECAME: Permissions = { statuses: 'write', deployments: 'write' };
