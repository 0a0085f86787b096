import { describe, expect, it } from 'vitest';
import { HostBusy } from '#core/ports/host-busy.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { countsIn } from '#test/fixtures/embedded-metrics.ts';
import { NOON } from '#test/fixtures/ledger.ts';
import { reportBench } from './report-bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a host that is away', () => {
  it('is told when it is back, what is true then', async () => {
    const bench = await reportBench();
    bench.host.break(new Error('GitHub answered 503'));
    await bench.release(7, { state: 'BAKING' });
    expect(await bench.report(7)).toBe('later');
    expect(await bench.notes()).toMatchObject([{ release: 'hello#7', tries: 1, why: 'GitHub answered 503' }]);

    await bench.release(7, { state: 'SUCCEEDED' });
    expect(await bench.late()).toEqual({});
    bench.pass(5 * MINUTE);
    expect(await bench.late()).toEqual({ later: 1 });
    bench.host.break(undefined);
    bench.pass(5 * MINUTE);
    expect(await bench.late()).toEqual({ reported: 1 });
    expect(bench.said('7')).toEqual(['success']);
    expect(await bench.notes()).toEqual([]);
  });

  it('is asked once a minute, however much happens', async () => {
    const bench = await reportBench();
    bench.host.break(new Error('GitHub answered 503'));
    for (let number = 1; number <= 5; number += 1) {
      await bench.release(number);
      expect(await bench.report(number)).toBe('later');
    }
    expect(bench.host.asked()).toBe(1);
    expect(bench.lines).toHaveLength(1);
    expect(await bench.notes()).toHaveLength(5);
  });

  it('is not asked before the moment that it names', async () => {
    const bench = await reportBench();
    bench.host.break(new HostBusy('the rate limit is used up', NOON + 20 * MINUTE));
    await bench.release(7, { state: 'SUCCEEDED' });
    await bench.report(7);
    bench.host.break(undefined);
    bench.pass(19 * MINUTE);
    await bench.report(7);
    expect(await bench.late()).toEqual({});
    expect(bench.host.asked()).toBe(1);
    bench.pass(MINUTE);
    expect(await bench.late()).toEqual({ reported: 1 });
  });
});

describe('a token without the rights', () => {
  it('is said with its remedy once an hour, and used no more often', async () => {
    const bench = await reportBench();
    bench.host.break(new RepositoryUnreadable('give the token Deployments'));
    for (let i = 0; i < 10; i += 1) {
      await bench.release(7, { state: 'BAKING', reason: `look ${i}` });
      await bench.report(7);
      bench.pass(5 * MINUTE);
      await bench.late();
    }
    expect(bench.host.asked()).toBe(1);
    expect(bench.lines).toHaveLength(1);
    expect(JSON.parse(bench.lines[0] ?? '')).toMatchObject({
      level: 'ERROR',
      message: expect.stringContaining('give the token Deployments'),
    });
    bench.pass(HOUR);
    await bench.late();
    expect(bench.host.asked()).toBe(2);
  });
});

describe('what cannot be said', () => {
  it('is given up after three days, which is counted', async () => {
    const bench = await reportBench();
    bench.host.break(new Error('GitHub answered 503'));
    await bench.release(7, { state: 'SUCCEEDED' });
    await bench.report(7);
    bench.pass(71 * HOUR);
    expect(await bench.late()).toEqual({ later: 1 });
    expect(await bench.notes()).toHaveLength(1);
    bench.pass(HOUR);
    expect(await bench.late()).toEqual({ later: 1 });
    expect(await bench.notes()).toEqual([]);
    const [counted] = bench.lines.filter((line) => countsIn(line)['GivenUpReports']);
    expect(counted).toContain('hello#7');
    bench.pass(5 * MINUTE);
    expect(await bench.late()).toEqual({});
  });

  it('is tried again so many at a time, whoever has waited longest first', async () => {
    const bench = await reportBench();
    bench.host.break(new Error('away'));
    for (let number = 60; number > 0; number -= 1) {
      await bench.release(number, { state: 'SUCCEEDED' });
      await bench.report(number);
      bench.pass(1_000);
    }
    bench.host.break(undefined);
    bench.pass(5 * MINUTE);
    expect(await bench.late()).toEqual({ reported: 25 });
    const left = (await bench.notes()).map(({ release }) => release);
    expect(left).toHaveLength(35);
    expect(left).not.toContain('hello#60');
    expect(left).toContain('hello#1');
    expect(await bench.late()).toEqual({ reported: 25 });
    expect(await bench.late()).toEqual({ reported: 10 });
  });
});
