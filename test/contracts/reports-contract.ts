import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommitStatus, DeploymentStatus, HostedDeployment, Reports } from '#core/ports/reports.ts';
import { ReportRefused } from '#core/ports/reports.ts';
import { type Repository, RepositoryUnreadable } from '#core/ports/source-host.ts';

export interface ReportsWorld {
  reports: Reports;
  repository: Repository;
  /** A commit that is there. */
  sha: string;
  /** What the host shows of it, oldest first. */
  statuses(): Promise<CommitStatus[]>;
  deployments(): Promise<(HostedDeployment & { statuses: DeploymentStatus[] })[]>;
  close(): Promise<void>;
}

/** What the page of a repository promises whoever reports. */
export function describeReportsContract(name: string, makeWorld: () => Promise<ReportsWorld>): void {
  describe(`reports, ${name}`, () => {
    let world: ReportsWorld;
    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(() => world.close());

    const status = (over: Partial<CommitStatus> = {}): CommitStatus => ({
      context: 'bakewatch/hello',
      state: 'pending',
      description: 'hello#7 backt in „production“, 🍞',
      url: 'https://console.test/executions/a:b',
      ...over,
    });
    const deployment = (over: Partial<HostedDeployment> = {}): HostedDeployment => ({
      sha: world.sha,
      environment: 'hello/production',
      isProduction: true,
      release: 'hello#7',
      description: 'hello#7 to production',
      ...over,
    });

    it('show what is said of a commit, one after the other', async () => {
      const { reports, repository, sha } = world;
      const { url: _none, ...done } = status({ state: 'success' });
      await reports.sayStatus(repository, sha, status());
      await reports.sayStatus(repository, sha, done);
      expect(await world.statuses()).toEqual([status(), done]);
    });

    it('refuse for good what is said of a commit that is not there', async () => {
      const { reports, repository } = world;
      const nowhere = 'f'.repeat(40);
      await expect(reports.sayStatus(repository, nowhere, status())).rejects.toThrow(ReportRefused);
      await expect(reports.createDeployment(repository, deployment({ sha: nowhere }))).rejects.toThrow(ReportRefused);
    });

    it('show a deployment with what is said of it', async () => {
      const { reports, repository } = world;
      const id = await reports.createDeployment(repository, deployment());
      const said: DeploymentStatus[] = [
        { state: 'in_progress', description: 'deploying', url: 'https://console.test/a' },
        { state: 'success', description: 'runs there' },
      ];
      for (const one of said) await reports.sayDeployment(repository, id, one);
      expect(await world.deployments()).toMatchObject([{ ...deployment(), statuses: said }]);
    });

    it('find the deployment of a release in an environment again, and no other', async () => {
      const { reports, repository } = world;
      expect(await reports.findDeployment(repository, deployment())).toBeUndefined();
      const id = await reports.createDeployment(repository, deployment());
      const other = await reports.createDeployment(repository, deployment({ release: 'hello#9' }));
      await reports.createDeployment(repository, deployment({ environment: 'hello/staging' }));
      expect(await reports.findDeployment(repository, deployment())).toBe(id);
      expect(await reports.findDeployment(repository, deployment({ release: 'hello#9' }))).toBe(other);
      expect(await reports.findDeployment(repository, deployment({ release: 'hello#8' }))).toBeUndefined();
    });

    it('leave the other deployments of an environment as they are', async () => {
      const { reports, repository } = world;
      const first = await reports.createDeployment(repository, deployment({ isProduction: false }));
      const second = await reports.createDeployment(
        repository,
        deployment({ release: 'hello#8', isProduction: false }),
      );
      for (const id of [first, second])
        await reports.sayDeployment(repository, id, { state: 'success', description: '' });
      const states = (await world.deployments()).map(({ statuses }) => statuses.map(({ state }) => state));
      expect(states).toEqual([['success'], ['success']]);
    });

    it('say with the remedy when the repository is not there for us', async () => {
      const { reports } = world;
      const elsewhere = { id: 7, name: 'you/secret' };
      await expect(reports.sayStatus(elsewhere, world.sha, status())).rejects.toThrow(RepositoryUnreadable);
      await expect(reports.findDeployment(elsewhere, deployment())).rejects.toThrow(RepositoryUnreadable);
    });
  });
}
