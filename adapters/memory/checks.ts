import type { RepositoryId } from '#core/intake/repository-id.ts';
import type { Checks, ShownCheck } from '#core/ports/checks.ts';

export interface MemoryChecks extends Checks {
  /** Reports a check of a commit, or what has become of it; each of them is a new run. */
  report(repositoryId: RepositoryId, sha: string, check: Omit<ShownCheck, 'order'>): void;
  /** Every question fails with this until it is taken back (undefined). */
  break(error: Error | undefined): void;
}

/** Commits and what was reported of them, in memory. */
export function memoryChecks(): MemoryChecks {
  const reported = new Map<string, ShownCheck[]>();
  let broken: Error | undefined;
  let order = 0;
  return {
    async shown({ id }, sha) {
      if (broken) throw broken;
      return structuredClone(reported.get(`${id}/${sha}`) ?? []);
    },
    report(id, sha, check) {
      order += 1;
      const key = `${id}/${sha}`;
      const others = (reported.get(key) ?? []).filter((known) => !isSame(known, check));
      reported.set(key, [...others, { ...check, order }]);
    },
    break(error) {
      broken = error;
    },
  };
}

const isSame = (one: Omit<ShownCheck, 'order'>, other: Omit<ShownCheck, 'order'>): boolean =>
  one.kind === other.kind && one.name === other.name && one.app === other.app;
