import { describe, expect, it } from 'vitest';
import { ReportRefused, type Reports } from '#core/ports/reports.ts';
import type { Table } from '#core/ports/table.ts';
import { aCurrent, NOON } from '#test/fixtures/ledger.ts';
import { HEALTHY, reportBench, sha, TURNED } from './report-bench.ts';

describe('a release', () => {
  it('is shown as it goes: its commit, and each stage that it has entered', async () => {
    const bench = await reportBench();
    await bench.release(7, { state: 'BUILDING', reason: 'will build' });
    expect(await bench.report(7)).toBe('reported');
    expect(bench.shown()).toEqual([]);

    await bench.release(7, { state: 'BAKING', stage: 'staging', reason: 'watched for 10 minutes' });
    await bench.run(7, 'staging');
    await bench.stage('staging', 5);
    await bench.report(7);
    expect(bench.shown()).toEqual(['staging hello#7 in_progress']);

    await bench.release(7, { state: 'DEPLOYING', stage: 'production', reason: 'deploys' });
    await bench.run(7, 'staging', HEALTHY);
    await bench.stage('staging', 7);
    await bench.run(7, 'production');
    await bench.stage('production', 5);
    await bench.report(7);
    await bench.release(7, { state: 'SUCCEEDED', stage: 'production', reason: 'is in production' });
    await bench.run(7, 'production', HEALTHY);
    await bench.stage('production', 7);
    await bench.report(7);

    expect(bench.shown()).toEqual(['staging hello#7 success', 'production hello#7 success']);
    expect(bench.host.deployments()).toMatchObject([
      { isProduction: false, sha: sha('7'), description: 'hello#7 to staging: Say hello' },
      { isProduction: true },
    ]);
    expect(bench.host.statuses(sha('7')).at(-1)).toEqual({
      context: 'bakewatch/hello',
      state: 'success',
      description: 'hello#7 succeeded in production: is in production',
      url: 'https://console/arn:hello-7',
    });
    expect(bench.said('7')).toEqual(['pending', 'pending', 'pending', 'success']);
    expect(await bench.notes()).toEqual([]);
  });

  it('that is as it was said last is not said again', async () => {
    const bench = await reportBench();
    await bench.release(7, { state: 'BAKING', stage: 'staging', reason: 'watched' });
    await bench.run(7, 'staging');
    await bench.stage('staging', 5);
    await bench.report(7);
    const asked = bench.host.asked();
    for (let i = 0; i < 3; i += 1) expect(await bench.report(7)).toBe('reported');
    expect(bench.host.asked()).toBe(asked);
  });

  it('is said in the words of a service of its own where several share the repository', async () => {
    const bench = await reportBench();
    await bench.configure('other');
    await bench.release(7, { state: 'BAKING', stage: 'staging' });
    await bench.run(7, 'staging');
    await bench.stage('staging', 5);
    await bench.report(7);
    expect(bench.shown()).toEqual(['hello/staging hello#7 in_progress']);
  });

  it.each([{ report: false }, { id: 'gitlab:42' }])(
    'is not shown where it is not wanted or cannot be: %j',
    async (over) => {
      const bench = await reportBench(over);
      await bench.release(7);
      expect(await bench.report(7)).toBe('nothing to report');
      expect(bench.host.asked()).toBe(0);
      expect(await bench.notes()).toEqual([]);
    },
  );

  it('that is not there, or whose service is gone, is nothing to report', async () => {
    const bench = await reportBench();
    expect(await bench.report(9)).toBe('nothing to report');
    await bench.release(7, { repositoryId: 7 });
    expect(await bench.report(7)).toBe('nothing to report');
  });

  it('says no more on its way than the host takes, and how it ended all the same', async () => {
    const bench = await reportBench();
    for (let i = 0; i < 905; i += 1) {
      await bench.release(7, { state: 'BAKING', reason: `look ${i}` });
      await bench.report(7);
    }
    expect(bench.said('7')).toHaveLength(900);
    await bench.release(7, { state: 'SUCCEEDED' });
    await bench.report(7);
    expect(bench.said('7').at(-1)).toBe('success');
  });
});

describe('of two releases of one commit', () => {
  it('the newer one speaks for it, whichever is reported last', async () => {
    const bench = await reportBench();
    await bench.release(7, { state: 'SUPERSEDED', sha: sha('a') });
    await bench.release(8, { state: 'BAKING', sha: sha('a') });
    await bench.report(8);
    await bench.report(7);
    expect(bench.said('a')).toEqual(['pending']);
    await bench.release(8, { state: 'SUCCEEDED', sha: sha('a') });
    await bench.report(8);
    await bench.report(7);
    expect(bench.said('a')).toEqual(['pending', 'success']);
  });

  it('the older one is shown as inactive when the newer one has its stage', async () => {
    const bench = await reportBench();
    await bench.release(7, { state: 'SUCCEEDED', sha: sha('a') });
    await bench.run(7, 'production', HEALTHY);
    await bench.stage('production', 7);
    await bench.report(7);
    await bench.release(8, { state: 'SUCCEEDED', sha: sha('a') });
    await bench.run(8, 'production', { ...HEALTHY, rollbackTo: aCurrent({ release: 7 }) });
    await bench.stage('production', 8);
    expect(await bench.report(8)).toBe('reported');
    expect(bench.shown()).toEqual(['production hello#7 inactive', 'production hello#8 success']);
    expect(bench.host.statuses(sha('a')).at(-1)?.description).toContain('hello#8');
    expect(await bench.notes()).toEqual([]);
  });
});

describe('what a stage runs', () => {
  /** hello#5 runs in production, and hello#7 has entered it. */
  async function entered() {
    const bench = await reportBench();
    await bench.release(5, { state: 'SUCCEEDED', stage: 'production' });
    await bench.run(5, 'production', HEALTHY);
    await bench.stage('production', 5);
    await bench.report(5);
    await bench.release(7, { state: 'BAKING', stage: 'production' });
    await bench.run(7, 'production', { rollbackTo: aCurrent({ release: 5 }) });
    await bench.report(7);
    expect(bench.shown()).toEqual(['production hello#5 success', 'production hello#7 in_progress']);
    return bench;
  }

  it('is the newer release when that is healthy, and the one before is inactive', async () => {
    const bench = await entered();
    await bench.release(7, { state: 'SUCCEEDED', stage: 'production' });
    await bench.run(7, 'production', { ...HEALTHY, rollbackTo: aCurrent({ release: 5 }) });
    await bench.stage('production', 7);
    await bench.report(7);
    expect(bench.shown()).toEqual(['production hello#5 inactive', 'production hello#7 success']);
  });

  it('is the one before all the time when the newer one is turned around', async () => {
    const bench = await entered();
    const before = bench.host.deployments()[0]?.statuses;
    await bench.release(7, {
      state: 'ROLLED_BACK',
      stage: 'production',
      reason: 'rolled production back to hello#5: red',
    });
    await bench.run(7, 'production', { ...TURNED, rollbackTo: aCurrent({ release: 5 }) });
    await bench.report(7);
    expect(bench.shown()).toEqual(['production hello#5 success', 'production hello#7 failure']);
    const [five, seven] = bench.host.deployments();
    expect(five?.statuses).toEqual(before);
    expect(seven?.statuses.at(-1)?.description).toBe('rolled production back to hello#5: red');
    expect(bench.said('7').at(-1)).toBe('failure');
  });

  it('is what a person took it back to, as a deployment of that commit again', async () => {
    const bench = await entered();
    await bench.release(7, { state: 'SUCCEEDED', stage: 'production' });
    await bench.run(7, 'production', { ...HEALTHY, rollbackTo: aCurrent({ release: 5 }) });
    await bench.stage('production', 7);
    await bench.report(7);
    const turnsBack = {
      stage: 'production',
      goesTo: aCurrent({ release: 5 }),
      from: { release: 7, sha: sha('7') },
      by: 'amy',
      reason: 'it is slow',
    };
    await bench.release(8, { state: 'SUCCEEDED', stage: 'production', sha: sha('5'), turnsBack });
    await bench.run(8, 'production', { leftAt: NOON, rollback: { reason: 'slow', at: NOON } });
    await bench.stage('production', 5, { turning: 8 });
    await bench.report(8);
    expect(bench.shown()).toEqual([
      'production hello#5 inactive',
      'production hello#7 inactive',
      'production hello#8 success',
    ]);
    expect(bench.host.deployments()[2]?.sha).toBe(sha('5'));

    await bench.release(9, { state: 'SUCCEEDED', stage: 'production' });
    await bench.run(9, 'production', { ...HEALTHY, rollbackTo: aCurrent({ release: 5 }) });
    await bench.stage('production', 9, { turning: 8 });
    await bench.report(9);
    expect(bench.shown().slice(2)).toEqual(['production hello#8 inactive', 'production hello#9 success']);
  });
});

describe('a deployment is made once', () => {
  /** The table fails with the first write after a deployment was made. */
  async function dying(answerIsLost = false) {
    let armed = false;
    let made = 0;
    const table = (plain: Table): Table => ({
      ...plain,
      write: (changes) => {
        if (!armed) return plain.write(changes);
        armed = false;
        throw new Error('the function died');
      },
    });
    const reports = (host: Reports): Reports => ({
      ...host,
      async createDeployment(repository, deployment) {
        const id = await host.createDeployment(repository, deployment);
        made += 1;
        if (made === 1 && answerIsLost) throw new Error('the answer was lost');
        armed = made === 1;
        return id;
      },
    });
    const bench = await reportBench({}, { table, reports });
    await bench.release(7, { state: 'BAKING', stage: 'staging' });
    await bench.run(7, 'staging');
    await bench.stage('staging', 5);
    return bench;
  }

  it.each([
    ['the function dies right after it', false],
    ['the host`s answer is lost', true],
  ])('also when %s', async (_what, answerIsLost) => {
    const bench = await dying(answerIsLost);
    await bench.report(7);
    bench.pass(10 * 60_000);
    await bench.late();
    expect(bench.shown()).toEqual(['staging hello#7 in_progress']);
    expect(await bench.notes()).toEqual([]);
  });

  it('and not at all when the host will not have it: that is said once, and the commit`s status all the same', async () => {
    const reports = (host: Reports): Reports => ({
      ...host,
      createDeployment: () => Promise.reject(new ReportRefused('No ref found')),
    });
    const bench = await reportBench({}, { reports });
    await bench.release(7, { state: 'BAKING', stage: 'staging' });
    await bench.run(7, 'staging');
    await bench.stage('staging', 5);
    expect(await bench.report(7)).toBe('reported');
    expect(await bench.report(7)).toBe('reported');
    expect(bench.lines.filter((line) => line.includes('No ref found'))).toHaveLength(1);
    expect(bench.said('7')).toEqual(['pending']);
    expect(bench.shown()).toEqual([]);
  });
});

describe('two at once', () => {
  it('what is said last is what is true last, although it was asked for while something older was being said', async () => {
    const bench: Awaited<ReturnType<typeof reportBench>> = await reportBench(
      {},
      { reports: (host) => ({ ...host, sayStatus }) },
    );
    let during: (() => Promise<void>) | undefined;
    async function sayStatus(...said: Parameters<Reports['sayStatus']>): Promise<void> {
      const now = during;
      during = undefined;
      await now?.();
      await bench.host.sayStatus(...said);
    }
    await bench.release(7, { state: 'BAKING' });
    const others: string[] = [];
    during = async () => {
      await bench.release(7, { state: 'SUCCEEDED' });
      others.push(await bench.report(7));
    };
    expect(await bench.report(7)).toBe('reported');
    expect(others).toEqual(['left to another']);
    expect(bench.said('7')).toEqual(['pending', 'success']);
    expect(await bench.notes()).toEqual([]);
  });

  it('whoever died in the middle is called again, finds his own turn, and is followed by the sweep', async () => {
    let isDead = true;
    const saying = Promise.withResolvers<void>();
    const reports = (host: Reports): Reports => ({
      ...host,
      sayStatus(...said) {
        saying.resolve();
        return isDead ? new Promise(() => undefined) : host.sayStatus(...said);
      },
    });
    const bench = await reportBench({}, { reports });
    await bench.release(7, { state: 'SUCCEEDED' });
    void bench.report(7);
    await saying.promise;
    isDead = false;
    expect(await bench.report(7)).toBe('left to another');
    expect(await bench.late()).toEqual({});
    bench.pass(5 * 60_000);
    expect(await bench.late()).toEqual({ reported: 1 });
    expect(bench.said('7')).toEqual(['success']);
    expect(await bench.notes()).toEqual([]);
  });
});
