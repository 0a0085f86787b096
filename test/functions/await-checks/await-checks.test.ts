import { beforeEach, describe, expect, it } from 'vitest';
import { memoryChecks } from '#adapters/memory/checks.ts';
import { memorySourceHost } from '#adapters/memory/source-host.ts';
import { allMissing } from '#core/checks/open-checks.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { ReleaseState } from '#core/release/release.ts';
import { awaitChecks, type Checked } from '#functions/await-checks/await-checks.ts';
import { cancelRelease } from '#functions/obey-command/cancel.ts';
import { wake } from '#functions/steps/wake.ts';
import { withFaults, withSurprise } from '#test/fixtures/faults.ts';
import { MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { type Bench, openBench } from '#test/functions/bench.ts';

const WITHIN = 60 * MINUTE;
const BUILD = { project: 'p', image: 'hello', digestVariable: 'D', timeoutSeconds: 60 };
const LINK = 'https://ci.example/7';

describe('waiting for checks', () => {
  let bench: Bench;
  let sha: string;
  let checks: ReturnType<typeof memoryChecks>;
  let sourceHost: ReturnType<typeof memorySourceHost>;
  beforeEach(async () => {
    bench = openBench();
    checks = memoryChecks();
    sourceHost = memorySourceHost();
    await prepared(7);
    sha = (await bench.release(7)).sha;
    sourceHost.setBranch(42, 'main', [sha]);
  });

  /** As prepare-release leaves it. */
  const prepared = (number: number) =>
    bench.accept(number, 'CHECKING', { checks: allMissing(['build', 'lint'], NOON, WITHIN) });
  const report = (name: string, state: string, link?: string) =>
    checks.report(42, sha, { kind: 'run', name, app: 'ci', state, ...(link ? { link } : {}) });
  const look = async (over: { reuse?: string; lookAfter?: number; table?: Bench['ports']['table'] } = {}) => {
    const { lookAfter = 30, reuse, table = bench.ports.table } = over;
    const { token, answer } = await bench.wait((parked) =>
      awaitChecks(
        { ...bench.ports, table, checks, sourceHost },
        {
          release: 'hello#7',
          checks: { require: ['build', 'lint'], within: WITHIN, looks: { first: 30, atMost: 3600 } },
          build: { ...BUILD, ...(reuse ? { reuse } : {}) },
          ...parked,
          lookAfter,
        },
      ),
    );
    return { token, answer: answer as unknown as Checked | undefined };
  };
  const said = async () => (await bench.events(7)).map(({ kind, sentence }) => `${kind}: ${sentence}`);

  it('lets a release whose checks are green be built, and says so', async () => {
    report('build', 'success');
    report('lint', 'skipped');
    expect((await look()).answer).toEqual({ status: 'passed' });
    expect(await bench.release(7)).toMatchObject({ state: 'BUILDING', checks: { open: [] } });
    expect(await said()).toEqual(['checked: its checks are green: build and lint']);
  });

  it('lets what was built before be used again, and no sooner', async () => {
    expect((await look({ reuse: 'sha256:1' })).answer).toBeUndefined();
    report('build', 'success');
    report('lint', 'success');
    expect((await look({ reuse: 'sha256:1' })).answer).toEqual({ status: 'passed' });
    expect((await bench.release(7)).state).toBe('PREPARING');
  });

  it('waits while one is missing, running or red, and says each change once, with the link of the red one', async () => {
    await look();
    await look();
    report('build', 'success');
    report('lint', 'in_progress');
    await look();
    report('lint', 'failure', LINK);
    await look();
    await look();
    const until = 'goes on when every one is green, expires at 2026-11-22 13:00 UTC otherwise';
    expect(await said()).toEqual([
      `blocked: waits for its checks: build is not reported yet; lint is not reported yet; ${until}`,
      `blocked: waits for its checks: lint is running (in_progress); ${until}`,
      `blocked: waits for its checks: lint is red (failure, ${LINK}); ${until}`,
    ]);
    expect((await bench.events(7)).at(-1)?.logs).toBe(LINK);
    expect(await bench.release(7)).toMatchObject({
      state: 'CHECKING',
      checks: { kind: 'checks', open: [{ name: 'lint', is: 'red', link: LINK }], until: NOON + WITHIN },
    });
  });

  it('goes on when a red check was run again and is green', async () => {
    report('build', 'success');
    report('lint', 'failure');
    await look();
    report('lint', 'success');
    expect((await look()).answer).toEqual({ status: 'passed' });
  });

  it('is woken by news of its commit alone', async () => {
    const { token } = await look();
    await wake(bench.ports, [wakeKeys.checks(42, 'f'.repeat(40)), wakeKeys.checks(43, sha)]);
    expect(bench.ports.tokens.answerOf(token)).toBeUndefined();
    await wake(bench.ports, [wakeKeys.checks(42, sha)]);
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
  });

  it('misses nothing that is reported between its look and its parking', async () => {
    report('build', 'success');
    const table = withSurprise(bench.ports.table, 'write', { before: async () => report('lint', 'success') });
    expect((await look({ table })).answer).toEqual({ status: 'passed' });
  });

  it.each([
    ['its checks cannot be read', () => checks.break(new Error('GitHub answered 503 to GET x.'))],
    ['its branch cannot be read', () => sourceHost.break(new Error('GitHub answered 503 to GET x.'))],
  ])('takes nothing for green while %s, and says why', async (_what, breakIt) => {
    report('build', 'success');
    report('lint', 'success');
    breakIt();
    expect((await look()).answer).toBeUndefined();
    expect((await said())[0]).toMatch(/build and lint stand cannot be read: GitHub answered 503/);
    expect((await bench.release(7)).state).toBe('CHECKING');
    checks.break(undefined);
    sourceHost.break(undefined);
    expect((await look()).answer).toEqual({ status: 'passed' });
  });

  it('expires when its time is over, with what was missing or red', async () => {
    report('build', 'failure', LINK);
    await look();
    bench.pass(WITHIN);
    expect((await look()).answer).toEqual({
      status: 'ended',
      error: 'Expired',
      reason: `not all of its checks were green within 1 h: build is red (failure, ${LINK}); lint is not reported yet`,
    });
  });

  it('asks to be looked at when its time is over, not minutes after', async () => {
    bench.pass(WITHIN - 20_000);
    expect((await look({ lookAfter: 300 })).answer).toEqual({ status: 'again', lookAfter: 20 });
  });

  it('ends when its commit is no longer on the branch, however green', async () => {
    report('build', 'success');
    report('lint', 'success');
    sourceHost.setBranch(42, 'main', ['f'.repeat(40)]);
    expect((await look()).answer).toEqual({
      status: 'ended',
      error: 'Stale',
      reason: 'the commit is no longer on main',
    });
  });

  it('ends when its branch was deleted', async () => {
    const head = await bench.ports.table.read(keys.head('hello'));
    if (!head) throw new Error('It has a number, so it has a head.');
    const supersededUpTo = { number: 7, reason: 'refs/heads/main was deleted' };
    await bench.ports.table.write([change(head, { ...head, supersededUpTo })]);
    expect((await look()).answer).toMatchObject({ error: 'Superseded', reason: 'refs/heads/main was deleted' });
  });

  it.each(['BUILDING', 'PREPARING', 'WAITING', 'BAKING', 'SUCCEEDED'] as const)(
    'is superseded by a newer release that is %s: that one has its checks behind it',
    async (state) => {
      await bench.accept(8, state);
      expect((await look()).answer).toEqual({
        status: 'ended',
        error: 'Superseded',
        reason: 'superseded by hello#8 while it waited for its checks',
      });
    },
  );

  it.each(['ACCEPTED', 'CHECKING', 'FAILED', 'EXPIRED', 'CANCELLED'] as const)(
    'is not superseded by a newer release that is %s: nobody knows whether it is any better',
    async (state: ReleaseState) => {
      await bench.accept(8, state);
      expect((await look()).answer).toBeUndefined();
      report('build', 'success');
      report('lint', 'success');
      expect((await look()).answer).toEqual({ status: 'passed' });
    },
  );

  it('is woken by a cancel, and ends with it', async () => {
    const { token } = await look();
    const order = { by: 'bob', reason: 'the wrong branch', at: NOON };
    const cancelled = await cancelRelease(bench.ports, order, await bench.release(7));
    if (cancelled.refused !== undefined) throw new Error(cancelled.refused);
    expect(await bench.ports.table.write(cancelled.changes)).toBe(true);
    await wake(bench.ports, cancelled.wakes);
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    report('build', 'success');
    report('lint', 'success');
    expect((await look()).answer).toEqual({
      status: 'ended',
      error: 'Cancelled',
      reason: 'cancelled by bob: the wrong branch',
    });
  });

  it('is not let go twice when the answer that it had passed was lost', async () => {
    report('build', 'success');
    report('lint', 'success');
    await expect(look({ table: withFaults(bench.ports.table, 'write', ['after']) })).rejects.toThrow();
    expect((await look()).answer).toEqual({ status: 'passed' });
    expect(await said()).toHaveLength(1);
  });

  it('does not go on when it is cancelled in the moment in which its checks are seen green', async () => {
    report('build', 'success');
    report('lint', 'success');
    const { table } = bench.ports;
    const cancelOnce = async () => {
      const release = await bench.release(7);
      if (release.state !== 'CHECKING') return;
      await table.write(record(release, { kind: 'ended', to: 'CANCELLED', at: NOON, actor: 'bob', sentence: 'gone' }));
    };
    const raced = withSurprise(table, 'write', { before: cancelOnce });
    expect((await look({ table: raced })).answer).toMatchObject({ status: 'ended', error: 'Cancelled' });
    expect((await bench.release(7)).state).toBe('CANCELLED');
  });
});
