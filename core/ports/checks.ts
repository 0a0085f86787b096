import type { Repository } from './source-host.ts';

/** One check of a commit as the host shows it: a commit status, or a check run. */
export interface ShownCheck {
  kind: 'status' | 'run';
  /** The context of a status, the name of a run. Chosen by whoever may write it. */
  name: string;
  /** Who reports a run; empty for a status, of which there is one per context. */
  app: string;
  /** Grows with every run of the same name and app: the largest is what counts. */
  order: number;
  /** The host's own word: of a status its state, of a run its conclusion, or its status while it has none. */
  state: string;
  /** Where a person reads more; written by whoever reports it, so only http and https, and not too long. */
  link?: string;
}

/** What a repository's CI, whichever it is, has reported about its commits. */
export interface Checks {
  /** Everything that is reported of a commit. Throws when the host cannot be asked, or not to the end: not knowing is not green. */
  shown(repository: Repository, sha: string): Promise<ShownCheck[]>;
}
