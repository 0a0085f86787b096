import { beforeEach, describe, expect, it } from 'vitest';
import { resolveCommit } from '#functions/explain-commit/resolve-commit.ts';
import { NOON } from '#test/fixtures/ledger.ts';
import { type ExplainBench, openExplainBench, REPOSITORY, sha } from './explain-bench.ts';

describe('which commit a person means that she wants released', () => {
  let bench: ExplainBench;
  beforeEach(async () => {
    bench = await openExplainBench();
    await bench.configure('hello');
    bench.host.setBranch(REPOSITORY, 'main', [1, 2, 3].map(sha));
    bench.host.describe(REPOSITORY, sha(3), { author: 'amy', message: 'Mend it' });
  });
  const resolve = (commit: string, service = 'hello') =>
    resolveCommit({ table: bench.table, sourceHost: bench.host, now: () => NOON }, { service, commit });

  it('is the head of a branch, a short hash or a whole one, with what it says', async () => {
    for (const name of ['main', sha(3).slice(0, 8), sha(3).toUpperCase()])
      expect(await resolve(name)).toEqual({ resolved: true, sha: sha(3), author: 'amy', subject: 'Mend it' });
  });

  it('is the hash and not the branch that is called like one', async () => {
    bench.host.setBranch(REPOSITORY, 'cafebabe', [sha(9)]);
    expect(await resolve('cafebabe')).toMatchObject({ resolved: false, message: expect.stringContaining('neither') });
  });

  it('is none that the branch of the service does not have', async () => {
    bench.host.setBranch(REPOSITORY, 'feature', [sha(1), sha(9)]);
    expect(await resolve('feature')).toMatchObject({
      resolved: false,
      message: expect.stringMatching(/^0909090 is not on main.*merge it/),
    });
  });

  it('is a whole hash, or the start of a release`s, while the repository is away; a branch must wait', async () => {
    bench.host.break(new Error('GitHub answered 503'));
    await bench.release(2);
    expect(await resolve(sha(7))).toEqual({ resolved: true, sha: sha(7) });
    expect(await resolve(sha(2).slice(0, 7))).toEqual({ resolved: true, sha: sha(2) });
    for (const name of ['main', sha(7).slice(0, 7)])
      expect(await resolve(name)).toMatchObject({
        resolved: false,
        message: expect.stringMatching(/503.*all 40 digits/),
      });
  });

  it('is nothing where the repository has nothing of that name, or there is no such service', async () => {
    expect(await resolve('nowhere')).toMatchObject({ message: expect.stringContaining('"nowhere"') });
    expect(await resolve('main', 'other')).toMatchObject({ message: expect.stringContaining('no service other') });
  });
});
