import type { Repository } from './source-host.ts';

/** What a commit is said to have come to, under a name of our own (`context`): the last one counts. */
export interface CommitStatus {
  context: string;
  state: 'pending' | 'success' | 'failure' | 'error';
  /** At most 140 characters. */
  description: string;
  url?: string | undefined;
}

/** A release in an environment, as the host is to show it. `release` is what it is found by again. */
export interface HostedDeployment {
  sha: string;
  environment: string;
  isProduction: boolean;
  release: string;
  /** At most 140 characters. */
  description: string;
}

export interface DeploymentStatus {
  state: 'in_progress' | 'success' | 'failure' | 'error' | 'inactive';
  /** At most 140 characters. */
  description: string;
  url?: string | undefined;
}

/** The host will never take this one, whoever asks: what is wrong is in the report. */
export class ReportRefused extends Error {
  override name = 'ReportRefused';
}

/**
 * Where the host of a repository shows what becomes of its commits. Each throws `ReportRefused`, `RepositoryUnreadable` (no right to say
 * it; the message has the remedy), `HostBusy`, or another error when the host cannot be asked.
 */
export interface Reports {
  sayStatus(repository: Repository, sha: string, status: CommitStatus): Promise<void>;
  /** Returns the host's number of it. Made twice it is there twice. */
  createDeployment(repository: Repository, deployment: HostedDeployment): Promise<string>;
  /** The number of the one that was made for this release in this environment, if there is one. */
  findDeployment(repository: Repository, deployment: HostedDeployment): Promise<string | undefined>;
  /** Leaves all other deployments as they are. */
  sayDeployment(repository: Repository, id: string, status: DeploymentStatus): Promise<void>;
}
