import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checks, ShownCheck } from '#core/ports/checks.ts';
import type { Repository } from '#core/ports/source-host.ts';

/** A repository with two commits of which nobody has reported anything yet. */
export interface ChecksWorld {
  checks: Checks;
  repository: Repository;
  shas: [string, string];
  /** Reports a check anew: what was reported under its name before is old now. */
  report(sha: string, check: Pick<ShownCheck, 'kind' | 'name' | 'state' | 'link'>): Promise<void>;
  /** A host that cannot be asked. */
  broken: Checks;
  close(): Promise<void>;
}

/** What a host's checks promise. */
export function describeChecksContract(name: string, makeWorld: () => Promise<ChecksWorld>): void {
  describe(`checks, ${name}`, () => {
    let world: ChecksWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    afterAll(() => world.close());
    const shown = async (sha: string) =>
      (await world.checks.shown(world.repository, sha))
        .map(({ kind, name: check, state, link }) => ({ kind, name: check, state, ...(link ? { link } : {}) }))
        .sort((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));

    it('shows nothing of a commit that nobody has reported about', async () => {
      expect(await shown(world.shas[1])).toEqual([]);
    });

    it('shows statuses and runs of a commit with the state they have now, and of no other commit', async () => {
      const [sha, other] = world.shas;
      const link = 'https://ci.example/7';
      await world.report(sha, { kind: 'status', name: 'ci/circleci: test', state: 'pending' });
      await world.report(sha, { kind: 'run', name: 'build', state: 'in_progress' });
      expect(await shown(sha)).toEqual([
        { kind: 'run', name: 'build', state: 'in_progress' },
        { kind: 'status', name: 'ci/circleci: test', state: 'pending' },
      ]);
      await world.report(sha, { kind: 'status', name: 'ci/circleci: test', state: 'failure', link });
      await world.report(sha, { kind: 'run', name: 'build', state: 'timed_out', link });
      expect(await shown(sha)).toEqual([
        { kind: 'run', name: 'build', state: 'timed_out', link },
        { kind: 'status', name: 'ci/circleci: test', state: 'failure', link },
      ]);
      expect(await shown(other)).toEqual([]);
    });

    it('numbers them so that the newest of a name is the largest', async () => {
      const [, sha] = world.shas;
      const orderOf = async () =>
        (await world.checks.shown(world.repository, sha)).find((one) => one.name === 'lint')?.order ?? 0;
      await world.report(sha, { kind: 'run', name: 'lint', state: 'failure' });
      const first = await orderOf();
      await world.report(sha, { kind: 'run', name: 'lint', state: 'success' });
      expect(await orderOf()).toBeGreaterThan(first);
    });

    it('shows every one of more than fit on a page', { timeout: 60_000 }, async () => {
      const [, sha] = world.shas;
      const names = Array.from({ length: 103 }, (_, i) => `job ${i}`);
      for (const each of names) await world.report(sha, { kind: 'status', name: each, state: 'success' });
      const statuses = (await shown(sha)).filter(({ kind }) => kind === 'status');
      expect(statuses.map((one) => one.name).sort()).toEqual([...names].sort());
    });

    it('throws when it cannot be asked: not knowing is not green', async () => {
      await expect(world.broken.shown(world.repository, world.shas[0])).rejects.toThrow();
    });
  });
}
