import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RepositoryId } from '#core/intake/repository-id.ts';
import { type Repository, RepositoryUnreadable, type SourceHost } from '#core/ports/source-host.ts';

/** A repository with `main` (three commits) and `feature/side` (one more on the first of them). */
export interface SourceWorld {
  host: SourceHost;
  repository: Repository;
  /** Oldest first. */
  main: [string, string, string];
  side: string;
  /** Who wrote the newest commit of `main`, and what its message begins with. */
  newest: { author: string; subject: string; message: string };
  /** A host that cannot be asked. */
  broken: SourceHost;
  close(): Promise<void>;
}

/**
 * What a source host promises. `knowsRepositories`: it tells a repository that we may not read (`stranger` is none of ours) from one without
 * the branch.
 */
export function describeSourceHostContract(
  name: string,
  makeWorld: () => Promise<SourceWorld>,
  { knowsRepositories, stranger = 0 }: { knowsRepositories: boolean; stranger?: RepositoryId },
): void {
  describe(`source host, ${name}`, () => {
    let world: SourceWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    afterAll(() => world.close());

    it('says whether a commit is the tip of a branch, on it, or gone', async () => {
      const { host, repository, main, side } = world;
      expect(await host.isOnBranch(repository, 'main', main[2])).toBe('tip');
      expect(await host.isOnBranch(repository, 'main', main[0])).toBe('yes');
      expect(await host.isOnBranch(repository, 'main', side)).toBe('gone');
      expect(await host.isOnBranch(repository, 'none', main[0])).toBe('gone');
      expect(await host.isOnBranch(repository, 'main', 'f'.repeat(40))).toBe('gone');
    });

    it('says whether a commit is part of another one', async () => {
      const { host, repository, main, side } = world;
      expect(await host.isOnBranch(repository, main[1], main[0])).toBe('yes');
      expect(await host.isOnBranch(repository, main[0], main[1])).toBe('gone');
      expect(await host.isOnBranch(repository, side, main[1])).toBe('gone');
    });

    it('shows the head of a branch, also of one with a slash in its name', async () => {
      const { host, repository, main, side, newest } = world;
      expect(await host.head(repository, 'main')).toEqual({ sha: main[2], ...newest });
      expect(await host.head(repository, 'feature/side')).toMatchObject({ sha: side });
    });

    it.each(['none', 'mai', 'side', 'MAIN'])('knows no branch %s', async (branch) => {
      expect(await world.host.head(world.repository, branch)).toBe('no branch');
    });

    it('resolves branches, whole hashes and short ones', async () => {
      const { host, repository, main, newest } = world;
      expect(await host.resolve(repository, 'main')).toEqual({ sha: main[2], ...newest });
      for (const name of [main[1], main[1].slice(0, 8)])
        expect(await host.resolve(repository, name)).toMatchObject({ sha: main[1] });
    });

    it.each(['f'.repeat(40), 'feedbeef', 'none', 'a b', '$(id)'])('resolves %s to nothing', async (what) => {
      expect(await world.host.resolve(world.repository, what)).toBeUndefined();
    });

    it('O03 throws when it cannot be asked', async () => {
      const { broken, repository, main } = world;
      await expect(broken.head(repository, 'main')).rejects.toThrow();
      await expect(broken.resolve(repository, 'main')).rejects.toThrow();
      await expect(broken.isOnBranch(repository, 'main', main[0])).rejects.toThrow();
    });

    it.runIf(knowsRepositories)('takes a repository that it may not read for no deleted branch', async () => {
      const other = { id: stranger, name: 'nobody/nothing' };
      await expect(world.host.head(other, 'main')).rejects.toThrow(RepositoryUnreadable);
      await expect(world.host.resolve(other, 'main')).rejects.toThrow(RepositoryUnreadable);
      await expect(world.host.isOnBranch(other, 'main', world.main[0])).rejects.toThrow(RepositoryUnreadable);
    });
  });
}
