import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '#adapters/memory/table.ts';
import { keys, pushPartition, servicePartition } from '#core/ledger/keys.ts';
import type { Change } from '#core/ports/table.ts';
import { executionName } from '#core/release/release.ts';
import { burstPatience } from '#functions/steps/intake/patience.ts';
import { REPOSITORY, sha, type WebhookBench, webhookBench, ZEROS } from './webhook-bench.ts';

describe('which push becomes a release', () => {
  let bench: WebhookBench;
  beforeEach(async () => {
    bench = webhookBench();
    await bench.configure('hello');
  });
  const states = async () => (await bench.releases()).map(({ number, state }) => `${number} ${state}`);

  it('stores a push, its release and its first event in one transaction before it says yes', async () => {
    const written: Change[][] = [];
    const table = bench.table;
    const spied = webhookBench({
      ...table,
      write: (changes) => {
        written.push(changes);
        return table.write(changes);
      },
    });
    const answer = await spied.push({ message: 'Mend the door\n\nIt was stuck.' });
    expect(answer).toEqual({ status: 202, message: 'hello#1 accepted', releases: ['hello#1'] });
    expect(written).toHaveLength(1);
    expect(await bench.releases()).toMatchObject([
      {
        number: 1,
        state: 'ACCEPTED',
        sha: sha(2),
        subject: 'Mend the door',
        author: 'amy',
        reason: 'pushed by amy to main',
      },
    ]);
    expect(await bench.events('hello#1')).toMatchObject([{ number: 1, kind: 'accepted', actor: 'push by amy' }]);
  });

  it('throws when the ledger cannot be written, and the redelivery is accepted', async () => {
    const table = memoryTable();
    let broken = true;
    const flaky = webhookBench({
      ...table,
      write: (changes) => (broken ? Promise.reject(new Error('throttled')) : table.write(changes)),
    });
    broken = false;
    await flaky.configure('hello');
    broken = true;
    await expect(flaky.push({}, { delivery: 'one' })).rejects.toThrow('throttled');
    broken = false;
    expect(await flaky.push({}, { delivery: 'one' })).toMatchObject({ status: 202, releases: ['hello#1'] });
  });

  it('W13 a delivery that comes again is a duplicate, and answers with the first release', async () => {
    await bench.push({}, { delivery: 'one' });
    expect(await bench.push({}, { delivery: 'one' })).toMatchObject({ status: 200, releases: ['hello#1'] });
    expect(await states()).toEqual(['1 ACCEPTED']);
  });

  it('W14 the same content under another delivery id is a duplicate, now and after later pushes', async () => {
    await bench.push();
    expect(await bench.push()).toMatchObject({ status: 200, releases: ['hello#1'] });
    await bench.push({ before: sha(2), after: sha(3) });
    expect(await bench.push()).toMatchObject({ status: 200, message: expect.stringContaining('hello#1') });
    expect(await states()).toEqual(['1 ACCEPTED', '2 ACCEPTED']);
  });

  it('W14 the same content is news where it continues the branch: somebody reset it and pushed again', async () => {
    await bench.push();
    await bench.push({ before: sha(2), after: sha(1), forced: true });
    expect(await bench.push()).toMatchObject({ status: 202, releases: ['hello#3'] });
  });

  it('E03 E04 a push that arrives after its successor is superseded on arrival', async () => {
    await bench.push({ before: sha(2), after: sha(3) });
    const late = await bench.push({ before: sha(1), after: sha(2) });
    expect(late).toMatchObject({ status: 202, releases: ['hello#2'] });
    expect(await states()).toEqual(['1 ACCEPTED', '2 SUPERSEDED']);
    expect((await bench.releases())[1]).toMatchObject({
      reason: 'superseded: hello#1 came after it and arrived first',
      endedAt: expect.any(Number),
    });
    expect(await bench.push({ before: sha(3), after: sha(4) })).toMatchObject({ releases: ['hello#3'] });
    expect((await bench.releases())[2]).not.toHaveProperty('unordered');
  });

  it('E04 where a push is missing, the release says that only the repository knows the order, from then on', async () => {
    await bench.push({ before: sha(3), after: sha(4) });
    await bench.push({ before: sha(1), after: sha(2) });
    await bench.push({ before: sha(2), after: sha(3) });
    expect((await bench.releases()).map(({ unordered = false }) => unordered)).toEqual([false, true, true]);
  });

  it('after a gap, paths no longer say what was changed', async () => {
    await bench.configure('docs', { paths: ['docs/**'] });
    expect((await bench.push()).releases).toEqual(['hello#1']);
    expect((await bench.push({ before: sha(2), after: sha(3) })).releases).toEqual(['hello#2']);
    expect((await bench.push({ before: sha(5), after: sha(6) })).releases).toEqual(['docs#1', 'hello#3']);
  });

  it('W15 a deleted branch supersedes what waits on it, and a push after it is new', async () => {
    await bench.push();
    await bench.push({ before: sha(2), after: sha(3) });
    const deleted = await bench.push({ before: sha(3), after: ZEROS });
    expect(deleted).toMatchObject({ status: 202, releases: [], message: expect.stringContaining('was deleted') });
    expect(await bench.head()).toMatchObject({
      lastNumber: 2,
      supersededUpTo: { number: 2, reason: 'the branch main was deleted by amy' },
    });
    expect(await bench.push({ before: ZEROS, after: sha(3) })).toMatchObject({ releases: ['hello#3'] });
    expect((await bench.releases())[2]).not.toHaveProperty('unordered');
    expect(await bench.head()).toMatchObject({ lastNumber: 3, supersededUpTo: { number: 2 } });
  });

  it('W15 a deletion that arrives after the branch came back ends only what it knew of', async () => {
    await bench.push({ before: sha(1), after: sha(2) });
    await bench.push({ before: ZEROS, after: sha(3) });
    await bench.push({ before: sha(2), after: ZEROS });
    expect(await bench.head()).toMatchObject({ lastNumber: 2, supersededUpTo: { number: 1 } });
  });

  it('W15 deleting a branch that nothing was released from changes nothing', async () => {
    expect(await bench.push({ before: sha(2), after: ZEROS })).toMatchObject({ status: 202, releases: [] });
    expect(await bench.head()).toBeUndefined();
  });

  it.each(['$(curl x|sh)', 'a;rm -rf', '`id`', '--upload-pack=x', '$' + '{IFS}', 'x'.repeat(244), '../../etc', 'a#b'])(
    'W20 the branch %s is data: it is stored as it is and in no name',
    async (branch) => {
      await bench.configure('odd', { branch });
      const answer = await bench.push({
        ref: `refs/heads/${branch}`,
        author: 'eve\nadmin',
        message: `on ${branch.slice(0, 20)}`,
      });
      expect(answer.releases).toEqual(['odd#1']);
      const [release] = await bench.releases('odd');
      expect(release).toMatchObject({ ref: `refs/heads/${branch}`, subject: `on ${branch.slice(0, 20)}` });
      expect(release && executionName(release)).toBe('odd-1');
    },
  );

  it.each([
    ['in another normal form', 'fé'.normalize('NFC'), 'fé'.normalize('NFD')],
    ['in Cyrillic letters', 'main', 'm\u0430in'],
    ['with an override of direction', 'main', '\u202emain'],
    ['with an emoji', 'main', 'main🚀'],
    ['in upper case', 'main', 'MAIN'],
    ['with a space behind', 'main', 'main '],
    ['as a prefix', 'main', 'main/x'],
    ['as a pattern', 'mai.', 'main'],
  ])('W21 a branch that looks alike %s is another branch', async (_what, branch, pushed) => {
    await bench.configure('exact', { branch });
    expect((await bench.push({ ref: `refs/heads/${pushed}` })).releases).not.toContain('exact#1');
    expect((await bench.push({ ref: `refs/heads/${branch}`, before: sha(5), after: sha(6) })).releases).toContain(
      'exact#1',
    );
  });

  it('W21 only branches release: refs of other kinds are passed over', async () => {
    for (const ref of ['main', 'refs/tags/main', 'refs/heads/refs/heads/main', 'refs/remotes/main']) {
      expect(await bench.push({ ref })).toMatchObject({ status: 200, message: 'ignored: hello releases main only' });
    }
    expect(await bench.table.list(pushPartition(REPOSITORY, 'refs/tags/main'))).toEqual([]);
  });

  it('W23 the repository is matched by its number: another one of the same name is unknown', async () => {
    expect((await bench.push({ repositoryId: 2 })).status).toBe(404);
    expect(await bench.push({ repositoryName: 'renamed/elsewhere' })).toMatchObject({ status: 202 });
  });

  it('W24 only listed senders release, and only their exact number counts', async () => {
    await bench.configure('guarded', { senders: [17] });
    const from = async (senderId: number, at: number) =>
      (await bench.push({ senderId, before: sha(at), after: sha(at + 1) })).releases ?? [];
    for (const [i, senderId] of [7, 1, 177, 170].entries())
      expect(await from(senderId, i + 1)).not.toContain('guarded#1');
    expect((await bench.push({ senderId: 7, before: sha(5), after: ZEROS })).message).not.toContain('guarded#');
    expect(await bench.head('guarded')).toBeUndefined();
    expect(await from(17, 6)).toContain('guarded#1');
  });

  it('W25 the same commit pushed again after a revert, and on two branches, is a release each', async () => {
    await bench.configure('stable', { branch: 'stable' });
    expect((await bench.push()).releases).toEqual(['hello#1']);
    expect((await bench.push({ ref: 'refs/heads/stable' })).releases).toEqual(['stable#1']);
    expect((await bench.push({ before: sha(2), after: sha(1), forced: true })).releases).toEqual(['hello#2']);
    expect((await bench.push({ before: sha(1), after: sha(2) })).releases).toEqual(['hello#3']);
  });

  it('W22 a message of 1 MB becomes a subject of one short line, cut with a mark', async () => {
    await bench.push({ message: `${'🚀<!channel> '.repeat(90_000)}\nmore` });
    const subject = (await bench.releases())[0]?.subject ?? '';
    expect(subject.length).toBeLessThanOrEqual(200);
    expect(subject).toMatch(/…$/);
    expect(subject.isWellFormed()).toBe(true);
  });

  it('releases every service whose paths were changed, and says why the others are not', async () => {
    await bench.configure('docs', { paths: ['docs/**', '!docs/drafts/**'] });
    const commits = [{ added: [], removed: ['docs/.hidden/a.md'], modified: [] }];
    expect((await bench.push({ commits })).releases).toEqual(['docs#1', 'hello#1']);
    const other = await webhookAnswerOf('src/a.ts');
    expect(other).toEqual(['hello#2']);
  });
  const webhookAnswerOf = async (path: string) =>
    (await bench.push({ before: sha(2), after: sha(3), commits: [{ added: [path], removed: [], modified: [] }] }))
      .releases;

  it('a new or rewritten branch may have changed anything', async () => {
    await bench.configure('docs', { paths: ['docs/**'] });
    expect((await bench.push({ before: ZEROS })).releases).toContain('docs#1');
    expect((await bench.push({ before: sha(2), after: sha(4), forced: true })).releases).toContain('docs#2');
  });
});

describe('pushes that come at once', () => {
  it('E06 one delivery, five times at once, is one release and four duplicates', async () => {
    const bench = webhookBench();
    await bench.configure('hello');
    const answers = await Promise.all(Array.from({ length: 5 }, () => bench.push({}, { delivery: 'one' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 202]);
    expect(answers.every(({ releases }) => releases?.join() === 'hello#1')).toBe(true);
    expect(await bench.releases()).toHaveLength(1);
  });

  it('W27 fifty pushes at once take the numbers 1 to 50 without a gap, each with its first event', async () => {
    const bench = webhookBench(memoryTable(), () => new Promise((resolve) => setImmediate(resolve)));
    await bench.configure('hello');
    const pushes = Array.from({ length: 50 }, (_, i) => bench.push({ before: sha(100 + i), after: sha(101 + i) }));
    const answers = await Promise.all(pushes);
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect((await bench.releases()).map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(new Set((await bench.releases()).map((release) => release.sha)).size).toBe(50);
    for (let number = 1; number <= 50; number += 1) expect(await bench.events(`hello#${number}`)).toHaveLength(1);
  });

  it('W27 a push whose patience is over has stored nothing, and is accepted when it is delivered again', async () => {
    const table = memoryTable();
    let lost = 0;
    const crowded = webhookBench({ ...table, write: async (changes) => (lost-- > 0 ? false : table.write(changes)) });
    await crowded.configure('hello');
    lost = 80;
    await expect(crowded.push({}, { delivery: 'one' })).rejects.toThrow('changed 80 times');
    expect(await table.list(servicePartition('hello'))).toEqual([]);
    expect(await table.read(keys.delivery('one'))).toBeUndefined();
    expect(await crowded.push({}, { delivery: 'one' })).toMatchObject({ status: 202 });
  });

  it('W27 the patience of a burst doubles, is jittered, and ends before GitHub stops listening', async () => {
    const slept: number[] = [];
    const sleep = async (ms: number): Promise<void> => void slept.push(ms);
    const { attempts, pause } = burstPatience(() => 0.5, sleep);
    for (let attempt = 1; attempt < attempts; attempt += 1) await pause(attempt);
    expect(slept.slice(0, 4)).toEqual([12.5, 25, 50, 100]);
    expect(Math.max(...slept)).toBeLessThanOrEqual(750);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(15_000);
  });
});
