import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '#adapters/memory/table.ts';
import { keys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { withSurprise } from '#test/fixtures/faults.ts';
import { REPOSITORY, sha, ZEROS } from '#test/functions/receive-webhook/webhook-bench.ts';
import { MINUTE, type SearchBench, searchBench } from './search-bench.ts';

describe('a push whose webhook was lost (L9)', () => {
  let bench: SearchBench;
  beforeEach(async () => {
    bench = searchBench();
    await bench.configure('hello');
    bench.branchIs(1);
    await bench.push({ before: ZEROS, after: sha(1) });
  });

  it('L9 is found by the second search, and says how', async () => {
    bench.branchIs(1, 2);
    bench.sourceHost.describe(REPOSITORY, sha(2), { author: 'amy', message: 'Mend the door\n\nIt was stuck.' });
    expect(await bench.search()).toMatchObject({ found: [], suspected: [expect.stringContaining(sha(2))] });
    bench.pass(2 * MINUTE);
    expect((await bench.search()).found).toEqual([
      `acme/hello main is at ${sha(2)}: hello#2 found at the branch: its webhook never came`,
    ]);
    const sentence = 'found at the head of main: the webhook of its push never came';
    expect((await bench.releases())[1]).toMatchObject({
      state: 'ACCEPTED',
      sha: sha(2),
      before: sha(1),
      author: 'amy',
      subject: 'Mend the door',
      reason: sentence,
      unordered: true,
    });
    expect(await bench.events('hello#2')).toMatchObject([{ kind: 'accepted', actor: 'bakewatch', sentence }]);
    expect(await bench.prepare(2)).toMatchObject({ proceed: true });
  });

  it('is found once, however often is searched, also at the same time', async () => {
    bench.branchIs(1, 2);
    await bench.search();
    bench.pass(2 * MINUTE);
    await Promise.all([bench.search(), bench.search(), bench.search()]);
    await bench.searchTwice();
    expect(await bench.states()).toEqual(['1 ACCEPTED', '2 ACCEPTED']);
  });

  it('is not taken while its webhook may be on its way', async () => {
    bench.branchIs(1, 2);
    await bench.search();
    bench.pass(MINUTE - 1);
    await bench.search();
    expect(await bench.states()).toEqual(['1 ACCEPTED']);
    await bench.push({ before: sha(1), after: sha(2) });
    bench.branchIs(1, 2, 3);
    bench.pass(2 * MINUTE);
    expect((await bench.search()).suspected).toHaveLength(1);
    expect(await bench.states()).toEqual(['1 ACCEPTED', '2 ACCEPTED']);
  });

  it('is found although the branch goes on all the time', async () => {
    bench.branchIs(1, 2);
    await bench.search();
    bench.pass(2 * MINUTE);
    bench.branchIs(1, 2, 3);
    expect((await bench.search()).found).toHaveLength(1);
    expect((await bench.releases())[1]).toMatchObject({ sha: sha(3), before: sha(1) });
  });

  it('is a duplicate when its webhook comes after all', async () => {
    bench.branchIs(1, 2);
    await bench.searchTwice();
    const answer = await bench.push({ before: sha(1), after: sha(2) });
    expect(answer).toMatchObject({ status: 200, releases: ['hello#2'] });
    expect(await bench.states()).toEqual(['1 ACCEPTED', '2 ACCEPTED']);
  });

  it.each([[[0, 1]], [[1, 0]]])(
    'stands for the pushes between: their webhooks, in the order %j, are late or duplicates',
    async (order) => {
      bench.branchIs(1, 2, 3);
      await bench.searchTwice();
      for (const i of order) await bench.push({ before: sha(i + 1), after: sha(i + 2) });
      expect(await bench.states()).toEqual(['1 ACCEPTED', '2 ACCEPTED', '3 SUPERSEDED']);
      expect((await bench.releases())[2]).toMatchObject({
        sha: sha(2),
        reason: 'superseded: hello#2 came after it and arrived first',
      });
      expect(await bench.ledgerHead()).toMatchObject({ after: sha(3) });
      await bench.searchTwice();
      expect(await bench.states()).toHaveLength(3);
    },
  );

  const permutations = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  it.each(permutations.map((order) => [order]))(
    'S5 three webhooks that come late, in the order %j, neither release its commit again nor go back',
    async (order) => {
      bench.branchIs(1, 2, 3, 4);
      await bench.searchTwice();
      expect(await bench.prepare(2)).toMatchObject({ proceed: true });
      for (const i of order) await bench.push({ before: sha(i + 1), after: sha(i + 2) });
      await bench.searchTwice();
      const releases = await bench.releases();
      expect(releases.filter((release) => release.sha === sha(4))).toHaveLength(1);
      for (const { number, state } of releases.slice(2))
        expect(state === 'SUPERSEDED' || (await bench.prepare(number))).not.toMatchObject({ proceed: true });
      expect(await bench.ledgerHead()).toMatchObject({ after: sha(4) });
    },
  );

  it('is followed by the next push as by any other', async () => {
    bench.branchIs(1, 2);
    await bench.searchTwice();
    await bench.push({ before: sha(2), after: sha(3) });
    expect((await bench.releases())[2]).toMatchObject({ state: 'ACCEPTED', before: sha(2) });
    expect((await bench.releases())[2]).not.toHaveProperty('unordered');
    expect(await bench.ledgerHead()).not.toHaveProperty('found');
  });

  it('was forced where the branch no longer contains what it was at', async () => {
    bench.branchIs(1, 2);
    await bench.push({ before: sha(1), after: sha(2) });
    bench.branchIs(1, 3);
    await bench.searchTwice();
    expect((await bench.releases())[2]).toMatchObject({ sha: sha(3), before: sha(2), state: 'ACCEPTED' });
    await bench.push({ before: sha(2), after: sha(3), forced: true });
    expect(await bench.releases()).toHaveLength(3);
  });

  it('L6 is found where it set the branch back to what was released before', async () => {
    bench.branchIs(1, 2);
    await bench.push({ before: sha(1), after: sha(2) });
    bench.branchIs(1);
    await bench.searchTwice();
    expect((await bench.releases())[2]).toMatchObject({ sha: sha(1), before: sha(2), state: 'ACCEPTED' });
    expect(await bench.prepare(3)).toMatchObject({ proceed: true });
  });

  it('W14 does not come again with its webhook after somebody set the branch back, and is found again where it was pushed again', async () => {
    bench.branchIs(1, 2);
    await bench.searchTwice();
    bench.branchIs(1);
    await bench.push({ before: sha(2), after: sha(1), forced: true });
    expect(await bench.push({ before: sha(1), after: sha(2) })).toMatchObject({ status: 200, releases: ['hello#2'] });
    await bench.searchTwice();
    expect(await bench.states()).toHaveLength(3);
    bench.branchIs(1, 2);
    await bench.push({ before: sha(1), after: sha(2) });
    await bench.searchTwice();
    expect((await bench.releases())[3]).toMatchObject({ sha: sha(2), before: sha(1), state: 'ACCEPTED' });
  });

  it('is not found a second time where the webhooks of setting it back came in the other order', async () => {
    bench.branchIs(1, 2);
    await bench.push({ before: sha(1), after: sha(2) });
    bench.branchIs(1, 2);
    await bench.push({ before: sha(3), after: sha(2), forced: true });
    await bench.push({ before: sha(2), after: sha(3) });
    const key = keys.release('hello', 4);
    const stale = await bench.table.read(key);
    await bench.table.write([put(key, stale, { ...stale, state: 'STALE' })]);
    expect(await bench.ledgerHead()).toMatchObject({ after: sha(3) });
    expect(await bench.searchTwice()).toMatchObject({ found: [], putRight: [expect.any(String)] });
    expect(await bench.ledgerHead()).toMatchObject({ after: sha(2) });
  });

  it('W15 is a deletion where the branch is gone: what waits on it is superseded', async () => {
    bench.branchIs();
    await bench.searchTwice();
    expect(await bench.head()).toMatchObject({
      supersededUpTo: { number: 1, reason: 'the branch main was deleted' },
    });
    expect(await bench.push({ before: sha(1), after: ZEROS })).toMatchObject({ status: 200 });
    bench.branchIs(5);
    await bench.searchTwice();
    expect((await bench.releases())[1]).toMatchObject({ sha: sha(5), before: ZEROS, state: 'ACCEPTED' });
  });

  it('O03 waits while GitHub cannot be asked, and says so; the next search tries again', async () => {
    bench.branchIs(1, 2);
    await bench.search();
    bench.pass(2 * MINUTE);
    bench.sourceHost.break(new Error('GitHub answered 503 to GET /x.'));
    expect(await bench.search()).toMatchObject({
      found: [],
      failed: ['acme/hello main: GitHub answered 503 to GET /x.'],
    });
    bench.sourceHost.break(undefined);
    expect((await bench.search()).found).toHaveLength(1);
  });

  it.each([
    ['the very one', 2],
    ['a later one', 3],
  ])('is not taken when %s is stored at the same moment: the branch is looked at again', async (_which, after) => {
    const table = memoryTable();
    const raced = searchBench(table);
    await raced.configure('hello');
    await raced.push({ before: ZEROS, after: sha(1) });
    raced.branchIs(1, 2);
    await raced.search();
    raced.pass(2 * MINUTE);
    const between = withSurprise(table, 'write', { before: () => raced.push({ before: sha(1), after: sha(after) }) });
    await raced.search({ table: between });
    expect(await raced.states()).toEqual(['1 ACCEPTED', '2 ACCEPTED']);
    expect((await raced.releases())[1]).toMatchObject({ reason: 'pushed by amy to main', sha: sha(after) });
  });

  it('may have changed anything, so that paths let it pass', async () => {
    await bench.configure('docs', { paths: ['docs/**'] });
    bench.branchIs(1, 2);
    await bench.searchTwice();
    expect(await bench.states('docs')).toEqual(['1 ACCEPTED']);
  });

  it('S14 is rejected in the open where only listed senders release: nobody knows who made it', async () => {
    await bench.configure('guarded', { senders: [7] });
    bench.branchIs(1, 2);
    await bench.searchTwice();
    expect(await bench.states()).toEqual(['1 ACCEPTED', '2 ACCEPTED']);
    expect(await bench.states('guarded')).toEqual(['1 REJECTED']);
    expect(await bench.events('guarded#1')).toMatchObject([
      { kind: 'ended', sentence: expect.stringMatching(/push again$/) },
    ]);
    await bench.push({ before: sha(2), after: sha(3) });
    expect(await bench.states('guarded')).toEqual(['1 REJECTED', '2 ACCEPTED']);
  });

  it('says which commits its message reverts, as the webhook would have', async () => {
    bench.branchIs(1, 2);
    bench.sourceHost.describe(REPOSITORY, sha(2), {
      author: 'amy',
      message: `Undo\n\nThis reverts commit ${'a'.repeat(40)}.`,
    });
    await bench.searchTwice();
    expect((await bench.releases())[1]).toMatchObject({ reverts: ['a'.repeat(40)] });
  });
});

describe('the search itself', () => {
  let bench: SearchBench;
  beforeEach(async () => {
    bench = searchBench();
    await bench.configure('hello');
  });

  it('takes a branch as it is when it looks at it first: what was there before is nobody`s release', async () => {
    bench.branchIs(1, 2, 3);
    await bench.searchTwice();
    await bench.searchTwice();
    expect(await bench.releases()).toEqual([]);
    bench.branchIs(1, 2, 3, 4);
    await bench.searchTwice();
    expect(await bench.releases()).toMatchObject([{ sha: sha(4), before: sha(3) }]);
  });

  it('E04 puts the ledger right, without a release, where webhooks came in another order than their pushes', async () => {
    bench.branchIs(1, 2, 3, 4);
    for (const i of [3, 1, 2]) await bench.push({ before: sha(i), after: sha(i + 1) });
    expect(await bench.ledgerHead()).toMatchObject({ after: sha(3) });
    expect((await bench.searchTwice()).putRight).toHaveLength(1);
    expect(await bench.ledgerHead()).toMatchObject({ after: sha(4) });
    expect(await bench.releases()).toHaveLength(3);
  });

  it('keeps looking at the others when one repository cannot be read, and says what mends it', async () => {
    await bench.configure('other', { repository: { id: 5, name: 'acme/private' } });
    bench.branchIs(1);
    await bench.push({ before: ZEROS, after: sha(1) });
    bench.branchIs(1, 2);
    const host = {
      ...bench.sourceHost,
      head: async (repository: { id: number; name: string }, branch: string) => {
        if (repository.id === 5) throw new RepositoryUnreadable('GitHub answers 404: give the token access');
        return bench.sourceHost.head(repository, branch);
      },
    };
    const found = await bench.searchTwice({ sourceHost: host });
    expect(found).toMatchObject({
      branches: 2,
      found: [expect.stringContaining('hello#2')],
      unreadable: ['acme/private main: GitHub answers 404: give the token access'],
    });
  });

  it('compares a branch once, however many services are released from it', async () => {
    await bench.configure('docs');
    bench.branchIs(1);
    await bench.push({ before: ZEROS, after: sha(1) });
    bench.branchIs(1, 2);
    expect(await bench.searchTwice()).toMatchObject({
      branches: 1,
      found: [expect.stringContaining('docs#2, hello#2')],
    });
  });

  it('says that without a token only branch heads are compared', async () => {
    expect((await bench.search({ deliveries: undefined })).limits).toEqual([
      'acme/hello: only branch heads are compared, there is no token (GITHUB_TOKEN_SECRET)',
    ]);
    expect((await bench.search({ hooks: new Map() })).limits[0]).toContain('GITHUB_HOOKS');
    expect((await bench.search()).limits).toEqual([]);
  });

  it('leaves services alone that are no longer configured', async () => {
    const item = await bench.table.read(keys.config(REPOSITORY, 'hello'));
    await bench.table.write([{ remove: item ?? { pk: '', sk: '' }, expected: item?.version ?? 0 }]);
    expect(await bench.search()).toMatchObject({ branches: 0, failed: [] });
  });
});
