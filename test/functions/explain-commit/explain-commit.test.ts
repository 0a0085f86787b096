import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { change, create } from '#core/ledger/record.ts';
import { aCurrent, aHolder, MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { aStage } from '#test/fixtures/stage-plan.ts';
import { type ExplainBench, openExplainBench, REPOSITORY, sha } from './explain-bench.ts';

describe('explaining a commit', () => {
  let bench: ExplainBench;
  beforeEach(async () => {
    bench = await openExplainBench();
  });

  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  /** Releases 1 to `last`, all succeeded, and the branch with their commits; `after` one of them a commit that was never a head. */
  const LOST = 'abcdef0'.padEnd(40, '1');
  const history = async (last: number, after = 3): Promise<void> => {
    for (const number of numbers(1, last))
      await bench.release(number, { state: 'SUCCEEDED', stage: 'production', reason: 'healthy' });
    bench.host.setBranch(REPOSITORY, 'main', [
      ...numbers(1, after).map(sha),
      LOST,
      ...numbers(after + 1, last).map(sha),
    ]);
    await bench.stage('staging', last);
    await bench.stage('production', last);
  };

  it('finds a commit`s own release by its whole hash, its short one in any case, and its name', async () => {
    await bench.release(0x1a, { state: 'BUILDING' });
    for (const asked of [sha(0x1a), '1a1a1a1', '1A1A1A1', ' hello#26 ']) {
      const { headline, services } = await bench.why(asked);
      expect(headline).toBe('hello#26 (1a1a1a1) is being built and has not reached staging yet');
      expect(services[0]).toMatchObject({ kind: 'released', release: 'hello#26' });
    }
  });

  it('finds the first release that contains a commit, with few questions to the repository', async () => {
    await history(200);
    const { services } = await bench.why(LOST);
    expect(services[0]?.kind).toBe('contained');
    expect(services[0]?.releases.map(({ release, bond }) => [release, bond])).toEqual([
      ['hello#200', 'contains'],
      ['hello#4', 'contains'],
    ]);
    expect(bench.questions()).toBeLessThanOrEqual(1 + Math.ceil(Math.log2(200)));
  });

  it.each([0, 1, 2, 3, 4, 5, 6])(
    'finds the first of seven releases that contains what came after number %i',
    async (after) => {
      await history(7, after);
      expect((await bench.why(LOST)).services[0]?.releases.at(-1)?.release).toBe(`hello#${after + 1}`);
    },
  );

  it('asks no more when answering takes too long, and says so', async () => {
    await history(200);
    const answer = await bench.explained(LOST, true);
    expect(bench.questions()).toBeLessThan(3);
    expect(answer).toMatchObject({
      explained: true,
      explanation: { unanswered: ['acme/hello was not asked about everything: its answers took too long'] },
    });
  });

  it('says of a commit that is everywhere that it is, and asks the repository nothing', async () => {
    await history(5);
    await bench.release(6, { state: 'FAILED', reason: 'the build failed' });
    expect((await bench.why(sha(5))).headline).toBe(
      'hello#5 (0505050) is in staging and production since 2026-11-22 12:00 UTC',
    );
    expect(bench.questions()).toBe(0);
  });

  it('names the later release that has brought an old commit everywhere', async () => {
    await history(5);
    expect((await bench.why('hello#2')).headline).toBe(
      'hello#2 (0202020) succeeded; hello#5, which contains it, is in staging and production since 2026-11-22 12:00 UTC',
    );
  });

  it('does not take a later release for one that contains it when a force-push took it away', async () => {
    await bench.release(1, { state: 'STALE', reason: 'the commit is no longer on main' });
    await bench.release(2, { state: 'SUCCEEDED', stage: 'production' });
    bench.host.setBranch(REPOSITORY, 'main', [sha(9), sha(1)]);
    bench.host.setBranch(REPOSITORY, 'main', [sha(9), sha(2)]);
    await bench.stage('staging', 2);
    await bench.stage('production', 2);
    const { headline, services } = await bench.why('hello#1');
    expect(headline).toMatch(/^hello#1 \(0101010\) went stale before it came to staging/);
    expect(services[0]?.next[0]?.command).toMatch(/cherry-pick 0101/);
  });

  it('names the blockers of a release that waits, and until when the one before it bakes', async () => {
    await bench.release(6, { state: 'BAKING', stage: 'production' });
    await bench.release(7, { state: 'WAITING', stage: 'production' });
    await bench.stage('staging', 7);
    await bench.stage('production', 5, { holder: aHolder({ release: 6 }) });
    await bench.run(7, 'staging', { leftAt: NOON });
    const blocker = { kind: 'queued' as const, holder: 'hello#6', since: NOON, leaseUntil: NOON };
    await bench.run(7, 'production', { blockers: [blocker], recheckAt: NOON + 60 * MINUTE });
    await bench.run(6, 'production', { enteredAt: NOON, bakeStartedAt: NOON + 15 * MINUTE });
    await bench.table.write([create(keys.plan('hello#6'), { plan: { stages: [aStage()] } })]);
    const { headline, services } = await bench.why('hello#7');
    expect(headline).toMatch(/^hello#7 \(0707070\) is in staging and waits for production: hello#6 has the stage/);
    expect(services[0]?.next).toEqual([
      {
        what: 'hello#6 leaves production (it is baking until 2026-11-22 12:25 UTC at the earliest)',
        at: NOON + 25 * MINUTE,
      },
    ]);
  });

  it('says who took production back, and that the commit is quarantined', async () => {
    await bench.release(5, { state: 'SUCCEEDED', stage: 'production' });
    await bench.release(6, { state: 'SUCCEEDED', stage: 'production' });
    await bench.run(6, 'production', { enteredAt: NOON, leftAt: NOON + MINUTE });
    const turnsBack = { stage: 'production', goesTo: aCurrent(), by: 'amy', reason: 'orders are lost' };
    await bench.release(7, {
      sha: sha(5),
      state: 'SUCCEEDED',
      stage: 'production',
      turnsBack,
      endedAt: NOON + 5 * MINUTE,
    });
    await bench.release(8, {
      state: 'SUCCEEDED',
      stage: 'staging',
      turnsBack: { ...turnsBack, stage: 'staging', by: 'bob' },
      endedAt: NOON + 9 * MINUTE,
    });
    await bench.stage('staging', 6);
    await bench.stage('production', 5);
    const quarantine = { service: 'hello', sha: sha(6), release: 6, stage: 'production', reason: 'lost', at: NOON };
    await bench.table.write([create(keys.quarantine('hello', sha(6)), quarantine)]);
    const { headline, services } = await bench.why(sha(6));
    expect(headline).toMatch(
      /was in production until 2026-11-22 12:05 UTC: amy took production back to hello#5 \(hello#7\): orders are lost$/,
    );
    expect(services[0]?.next.flatMap(({ command }) => command ?? [])).toContain(
      `npx bakewatch pardon hello ${sha(6)} --reason "..."`,
    );
  });

  it('explains a rollback by hand as itself, and not as a release of the commit that it goes back to', async () => {
    const turnsBack = { stage: 'production', goesTo: aCurrent({ sha: sha(5) }), by: 'amy', reason: 'orders are lost' };
    await bench.release(5, { state: 'SUCCEEDED', stage: 'production' });
    await bench.release(7, { sha: sha(5), state: 'DEPLOYING', stage: 'production', turnsBack });
    await bench.run(7, 'production', { enteredAt: NOON });
    await bench.stage('staging', 5);
    await bench.stage('production', 5);
    const { headline, services } = await bench.why('hello#7');
    expect(headline).toBe(
      'hello#7, a rollback of production to hello#5 by amy, is being deployed to production since 2026-11-22 12:00 UTC',
    );
    expect(services[0]?.stages).toHaveLength(1);
    expect((await bench.why(sha(5))).services[0]?.releases.map(({ release }) => release)).toEqual(['hello#5']);
  });

  it('says why a push became no release', async () => {
    bench.host.setBranch(REPOSITORY, 'main', [sha(1), sha(2)]);
    await bench.push(sha(2));
    const { headline, isKnown } = await bench.why(sha(2));
    expect(headline).toBe(
      '0202020 was pushed to main at 2026-11-22 12:00 UTC and is no release of hello: no path of hello was changed',
    );
    expect(isKnown).toBe(true);
  });

  it('finds a short hash that only the repository knows', async () => {
    bench.host.setBranch(REPOSITORY, 'main', [sha(1), sha(2)]);
    expect((await bench.why('0202020')).headline).toMatch(/^0202020 is on main, and no release of hello has it yet/);
  });

  it('says that a commit was never pushed to the branch', async () => {
    bench.host.setBranch(REPOSITORY, 'topic', [sha(1), sha(2)]);
    bench.host.setBranch(REPOSITORY, 'main', [sha(1)]);
    await bench.release(1, { state: 'SUCCEEDED', stage: 'production' });
    expect((await bench.why(sha(2))).headline).toMatch(
      /^0202020 is not on main, the branch that hello is released from/,
    );
  });

  it.each(['9999999', sha(0x99)])('says that nobody knows %s', async (asked) => {
    bench.host.setBranch(REPOSITORY, 'main', [sha(1)]);
    const { headline, isKnown, next, unanswered } = await bench.why(asked);
    expect(headline).toMatch(/^nobody knows 9999999/);
    expect([isKnown, unanswered]).toEqual([false, []]);
    expect(next).not.toEqual([]);
  });

  it('does not take a branch that is called like a hash for a commit', async () => {
    bench.host.setBranch(REPOSITORY, 'deadbee', [sha(1)]);
    expect((await bench.why('deadbee')).isKnown).toBe(false);
  });

  it('asks for more when several commits begin alike', async () => {
    await bench.release(1, { sha: '1234567'.padEnd(40, 'a') });
    await bench.release(2, { sha: '1234567'.padEnd(40, 'b') });
    expect(await bench.explained('1234567')).toMatchObject({
      explained: false,
      message: expect.stringMatching(/^2 commits begin with 1234567: .* Give more of the hash\.$/),
    });
  });

  it.each(['', 'main', '12345', 'hello#0', 'g'.repeat(40), 'a'.repeat(41), `x${'y'.repeat(200)}`])(
    'refuses %j, and says what it takes',
    async (asked) => {
      const answer = await bench.explained(asked);
      expect(answer).toMatchObject({
        explained: false,
        message: expect.stringMatching(/neither a release, like 'hello#2', nor a commit/),
      });
    },
  );

  it('refuses a release that does not exist, and names the newest', async () => {
    await bench.release(4);
    expect(await bench.explained('hello#99')).toEqual({
      explained: false,
      message: 'There is no release hello#99: the newest of hello is hello#4.',
    });
    expect(await bench.explained('nothing#1')).toMatchObject({
      message: expect.stringMatching(/nothing has no release yet/),
    });
  });

  describe('while the repository cannot be asked', () => {
    beforeEach(() => bench.host.break(new Error('fetch failed')));

    it('says what the ledger knows, by the order of the pushes, and what was not answered', async () => {
      await bench.release(1, { state: 'SUPERSEDED', reason: 'superseded by hello#2 before it was built' });
      await bench.release(2, { state: 'SUCCEEDED', stage: 'production' });
      await bench.stage('staging', 2);
      await bench.stage('production', 2);
      const { headline, unanswered } = await bench.why(sha(1));
      expect(headline).toMatch(
        /hello#2, which was pushed after it and so should contain it, is in staging and production/,
      );
      expect(unanswered).toEqual(['acme/hello could not be asked: fetch failed']);
    });

    it('presumes nothing of a release whose order is not known', async () => {
      await bench.release(1, { state: 'FAILED', reason: 'the build failed' });
      await bench.release(2, { state: 'SUCCEEDED', stage: 'production', unordered: true });
      await bench.stage('production', 2);
      expect((await bench.why(sha(1))).headline).toBe(
        'hello#1 (0101010) failed before it came to staging: the build failed',
      );
    });

    it('does not say of what runs now that it lacks the commit', async () => {
      await bench.release(1, { state: 'SUCCEEDED', stage: 'production' });
      await bench.run(1, 'production', { enteredAt: NOON, leftAt: NOON });
      await bench.release(2, { state: 'SUCCEEDED', stage: 'production', unordered: true });
      await bench.stage('production', 2);
      const [service] = (await bench.why('hello#1')).services;
      expect(service?.stages[1]?.sentence).toMatch(
        /hello#2 runs there now, and whether it has this commit could not be asked$/,
      );
    });

    it('does not go on asking', async () => {
      for (const number of numbers(1, 5)) await bench.release(number, { state: 'BUILDING' });
      await bench.why(sha(0x77));
      expect(bench.questions()).toBe(5);
    });

    it('does not say that nobody knows what it could not ask for', async () => {
      const { headline, isKnown } = await bench.why('7777777');
      expect(headline).toBe('7777777 is not in the ledger, and not every repository could be asked whether it has it');
      expect(isKnown).toBe(false);
    });
  });

  it('explains the services of a repository one by one', async () => {
    await bench.configure('other', ['other/**']);
    await bench.release(3, { state: 'BUILDING' });
    await bench.push(sha(3), { releases: ['hello#3'], message: 'hello#3 accepted' });
    bench.host.setBranch(REPOSITORY, 'main', [sha(3)]);
    const { services } = await bench.why(sha(3));
    expect(services.map(({ service, kind }) => [service, kind])).toEqual([
      ['hello', 'released'],
      ['other', 'ignored'],
    ]);
    expect(services[1]?.sentence).toMatch(/is no release of other: its push concerned hello#3 only$/);
  });

  it('finds an old release by the index of commits when it is not among the newest thousand', async () => {
    for (const number of numbers(1, 1_001))
      await bench.release(number, { sha: `${number}`.padStart(40, 'f'), state: 'SUPERSEDED' });
    const first = '1'.padStart(40, 'f');
    await bench.push(first, { releases: ['hello#1'], message: 'hello#1 accepted' });
    expect((await bench.why(first)).services[0]?.releases.at(-1)).toMatchObject({ release: 'hello#1', bond: 'own' });
  });

  it('writes nothing', async () => {
    await bench.release(1);
    const before = await bench.table.read(keys.release('hello', 1));
    await bench.why('hello#1');
    if (!before) throw new Error('there is no release');
    expect(await bench.table.write([change(before, before)])).toBe(true);
  });
});
