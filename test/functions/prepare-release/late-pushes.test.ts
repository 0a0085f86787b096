import { beforeEach, describe, expect, it } from 'vitest';
import { memoryRegistry } from '#adapters/memory/registry.ts';
import { type MemorySourceHost, memorySourceHost } from '#adapters/memory/source-host.ts';
import { keys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import { executionName } from '#core/release/release.ts';
import { prepareRelease } from '#functions/prepare-release/prepare-release.ts';
import {
  REPOSITORY,
  sha,
  type WebhookBench,
  webhookBench,
  ZEROS,
} from '#test/functions/receive-webhook/webhook-bench.ts';

describe('the repository has the last word on whether a push is news', () => {
  let bench: WebhookBench;
  let sourceHost: MemorySourceHost;
  beforeEach(async () => {
    bench = webhookBench();
    await bench.configure('hello');
    sourceHost = memorySourceHost();
  });
  const prepare = (number: number) =>
    prepareRelease(
      { table: bench.table, sourceHost, registry: memoryRegistry(), now: () => 1_800_000_000_000 },
      { release: `hello#${number}`, executionArn: executionName({ service: 'hello', number }) },
    );

  it('W14 a replayed push of a commit that the branch no longer has is stale', async () => {
    await bench.push({ before: sha(1), after: sha(2) });
    await bench.push({ before: sha(2), after: sha(1), forced: true });
    await bench.push({ before: sha(1), after: sha(2) });
    sourceHost.setBranch(REPOSITORY, 'main', [sha(1)]);
    expect(await prepare(3)).toMatchObject({ proceed: false, error: 'Stale' });
  });

  it('E04 S5 of three pushes that arrive in any order the newest goes forward, and none that is older than one before it', async () => {
    sourceHost.setBranch(REPOSITORY, 'main', [sha(1), sha(2), sha(3), sha(4)]);
    const pushes = [1, 2, 3].map((i) => ({ before: sha(i), after: sha(i + 1) }));
    for (const order of [
      [2, 0, 1],
      [2, 1, 0],
      [1, 2, 0],
      [1, 0, 2],
      [0, 2, 1],
    ]) {
      bench = webhookBench();
      await bench.configure('hello');
      for (const i of order) await bench.push(pushes[i]);
      const prepared = await Promise.all([1, 2, 3].map(prepare));
      const forward = (await bench.releases()).filter((_, i) => prepared[i]?.proceed);
      const commits = forward.map((release) => release.sha);
      expect(commits).toEqual([...commits].sort());
      expect(commits.at(-1)).toBe(sha(4));
    }
  });

  it('E03 a late push whose place in the chain is unknown does not stop the newer one that is on its way', async () => {
    sourceHost.setBranch(REPOSITORY, 'main', [sha(1), sha(2), sha(3), sha(4)]);
    await bench.push({ before: sha(3), after: sha(4) });
    await bench.push({ before: sha(1), after: sha(2) });
    expect(await prepare(1)).toMatchObject({ proceed: true });
    expect(await prepare(2)).toMatchObject({
      proceed: false,
      error: 'Superseded',
      reason: 'hello#1 contains this commit already: its push came late',
    });
  });

  it('S5 a late push does not go forward once a newer release has been in a stage, however that ended', async () => {
    sourceHost.setBranch(REPOSITORY, 'main', [sha(1), sha(2), sha(3), sha(4)]);
    await bench.push({ before: sha(2), after: sha(3) });
    await bench.push({ before: ZEROS, after: sha(2) });
    const key = keys.release('hello', 1);
    const newer = await bench.table.read(key);
    await bench.table.write([put(key, newer, { ...newer, state: 'ROLLED_BACK', stage: 'staging' })]);
    expect(await prepare(2)).toMatchObject({ proceed: false, error: 'Superseded' });
    await bench.table.write([put(key, await bench.table.read(key), { ...newer, state: 'FAILED' })]);
    expect(await prepare(2)).toMatchObject({ proceed: true });
  });

  it('L6 a push after one whose webhook was lost is released', async () => {
    sourceHost.setBranch(REPOSITORY, 'main', [sha(1), sha(2), sha(3), sha(4)]);
    await bench.push({ before: sha(1), after: sha(2) });
    await bench.push({ before: sha(3), after: sha(4) });
    expect(await prepare(2)).toMatchObject({ proceed: true });
  });

  it('L6 a branch that somebody set back after a gap is released as it stands', async () => {
    await bench.push({ before: sha(1), after: sha(2) });
    await bench.push({ before: sha(3), after: sha(4) });
    await bench.push({ before: sha(4), after: sha(2), forced: true });
    sourceHost.setBranch(REPOSITORY, 'main', [sha(1), sha(2)]);
    expect(await prepare(3)).toMatchObject({ proceed: true });
  });

  it('O03 waits (throws) while the repository cannot be asked', async () => {
    await bench.push();
    sourceHost.break(new Error('GitHub answered 503'));
    await expect(prepare(1)).rejects.toThrow('503');
  });
});
