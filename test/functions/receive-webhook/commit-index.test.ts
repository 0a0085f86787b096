import { beforeEach, describe, expect, it } from 'vitest';
import { commitPartition } from '#core/ledger/keys.ts';
import { REPOSITORY, sha, type WebhookBench, webhookBench, ZEROS } from './webhook-bench.ts';

describe('what became of a commit', () => {
  let bench: WebhookBench;
  beforeEach(async () => {
    bench = webhookBench();
    await bench.configure('hello', { paths: ['src/**'] });
  });
  const entries = (commit: string) => bench.table.list(commitPartition(REPOSITORY, commit));

  it('is written down with its releases, per ref and push', async () => {
    await bench.push();
    await bench.push({ ref: 'refs/heads/other' });
    expect(await entries(sha(2))).toMatchObject([
      { sk: `refs/heads/main#${sha(1)}`, releases: ['hello#1'], message: 'hello#1 accepted', ref: 'refs/heads/main' },
      { releases: [], message: 'ignored: hello releases main only', ref: 'refs/heads/other', at: expect.any(Number) },
    ]);
  });

  it('is written down also when nothing is released: no path of a service, no listed sender', async () => {
    await bench.push({ commits: [{ added: ['docs/a.md'], removed: [], modified: [] }] });
    expect(await entries(sha(2))).toMatchObject([{ releases: [], message: 'ignored: no path of hello was changed' }]);
    const guarded = webhookBench();
    await guarded.configure('hello', { senders: [1] });
    await guarded.push();
    expect(await guarded.table.list(commitPartition(REPOSITORY, sha(2)))).toMatchObject([
      { message: 'ignored: the sender is not among the senders of hello' },
    ]);
  });

  it('is one entry per push, replaced when the same push is made again', async () => {
    await bench.push();
    await bench.push();
    await bench.push({ before: sha(2), after: sha(1), forced: true });
    await bench.push();
    expect(await entries(sha(2))).toMatchObject([{ releases: ['hello#3'], version: 2 }]);
  });

  it('says that a push came late', async () => {
    await bench.push({ before: sha(2), after: sha(3) });
    await bench.push({ before: sha(1), after: sha(2) });
    expect(await entries(sha(2))).toMatchObject([{ late: true, message: expect.stringContaining('arrived first') }]);
  });

  it('is not asked of deletions and of repositories that nobody configured', async () => {
    await bench.push({ after: ZEROS });
    await bench.push({ repositoryId: 2 });
    expect(await entries(ZEROS)).toEqual([]);
    expect(await bench.table.list(commitPartition(2, sha(2)))).toEqual([]);
  });
});
