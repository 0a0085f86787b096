import {
  type CommitStatus,
  type DeploymentStatus,
  type HostedDeployment,
  ReportRefused,
  type Reports,
} from '#core/ports/reports.ts';
import type { Repository } from '#core/ports/source-host.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';

export interface ShownDeployment extends HostedDeployment {
  id: string;
  /** Oldest first. */
  statuses: DeploymentStatus[];
}

export interface MemoryReports extends Reports {
  /** What a commit was said to have come to, oldest first. */
  statuses(sha: string): CommitStatus[];
  /** In the order in which they were made. */
  deployments(): ShownDeployment[];
  /** Every question fails with this until it is taken back (undefined). */
  break(error: Error | undefined): void;
  /** How often the host was asked. */
  asked(): number;
}

const MOST_STATUSES = 1_000;

/** A host's page of one repository, in memory. `commits` are those that it has. */
export function memoryReports(repositoryId: number, commits: (sha: string) => boolean = () => true): MemoryReports {
  const said = new Map<string, CommitStatus[]>();
  const made: ShownDeployment[] = [];
  let broken: Error | undefined;
  let asked = 0;
  const enter = (repository: Repository): void => {
    asked += 1;
    if (broken) throw broken;
    if (repository.id !== repositoryId) throw new RepositoryUnreadable(`there is no repository ${repository.name}`);
  };
  const knownCommit = (sha: string): void => {
    if (!commits(sha)) throw new ReportRefused(`No commit found for SHA: ${sha}`);
  };
  return {
    async sayStatus(repository, sha, status) {
      enter(repository);
      knownCommit(sha);
      const before = said.get(sha) ?? [];
      if (before.filter(({ context }) => context === status.context).length >= MOST_STATUSES)
        throw new ReportRefused('This SHA and context has reached the maximum number of statuses.');
      said.set(sha, [...before, status]);
    },
    async createDeployment(repository, deployment) {
      enter(repository);
      knownCommit(deployment.sha);
      const id = String(made.length + 1);
      made.push({ ...deployment, id, statuses: [] });
      return id;
    },
    async findDeployment(repository, { sha, environment, release }) {
      enter(repository);
      return made.findLast((one) => one.sha === sha && one.environment === environment && one.release === release)?.id;
    },
    async sayDeployment(repository, id, status) {
      enter(repository);
      const deployment = made.find((one) => one.id === id);
      if (!deployment) throw new RepositoryUnreadable(`there is no deployment ${id}`);
      deployment.statuses.push(status);
    },
    statuses: (sha) => said.get(sha) ?? [],
    deployments: () => structuredClone(made),
    break(error) {
      broken = error;
    },
    asked: () => asked,
  };
}
