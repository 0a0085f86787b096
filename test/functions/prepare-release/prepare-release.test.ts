import { beforeEach, describe, expect, it } from 'vitest';
import { memorySourceHost } from '#adapters/memory/source-host.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, create } from '#core/ledger/record.ts';
import { prepareRelease } from '#functions/prepare-release/prepare-release.ts';
import { HELLO_CONFIG } from '#test/fixtures/config.ts';
import { withFaults, withSurprise } from '#test/fixtures/faults.ts';
import { digest, NOON } from '#test/fixtures/ledger.ts';
import { type Bench, openBench } from '#test/functions/bench.ts';

describe('preparing a release', () => {
  let bench: Bench;
  let sha: string;
  let sourceHost: ReturnType<typeof memorySourceHost>;
  beforeEach(async () => {
    bench = openBench();
    sourceHost = memorySourceHost();
    await bench.accept(7, 'ACCEPTED');
    sha = (await bench.release(7)).sha;
    sourceHost.setBranch(42, 'main', [sha]);
    const config = { service: 'hello', repositoryId: 42, config: HELLO_CONFIG, hash: 'x', at: NOON };
    await bench.ports.table.write([create(keys.config(42, 'hello'), config)]);
  });

  const prepare = (table = bench.ports.table) =>
    prepareRelease(
      { table, sourceHost, registry: bench.ports.registry, now: bench.ports.now },
      { release: 'hello#7', executionArn: 'arn:execution' },
    );

  it('freezes the configuration into a plan (J13)', async () => {
    const prepared = await prepare();
    expect(prepared).toMatchObject({
      proceed: true,
      plan: {
        release: 'hello#7',
        build: { project: 'hello-build', image: 'hello' },
        stages: [
          { name: 'staging', last: false, looks: { first: 30 } },
          { name: 'production', last: true },
        ],
      },
    });
    expect(await bench.release(7)).toMatchObject({ state: 'BUILDING', executionArn: 'arn:execution' });
  });

  it('gives the same plan again, and records it once, also after a write that failed after its effect', async () => {
    await expect(prepare(withFaults(bench.ports.table, 'write', ['after']))).rejects.toThrow();
    expect(await prepare()).toEqual(await prepare());
    expect(await bench.events(7)).toHaveLength(1);
  });

  it('goes by the plan that is kept, also when the configuration was edited before its answer was asked for again (J13)', async () => {
    await expect(prepare(withFaults(bench.ports.table, 'write', ['after']))).rejects.toThrow();
    const item = await bench.ports.table.read(keys.config(42, 'hello'));
    if (!item) throw new Error('It was just configured.');
    const config = { ...HELLO_CONFIG, stages: HELLO_CONFIG?.stages.slice(0, 1) };
    await bench.ports.table.write([change(item, { ...item, config })]);
    const kept = (await bench.ports.table.read(keys.plan('hello#7')))?.['plan'];
    expect(await prepare()).toEqual({ proceed: true, plan: kept });
    expect(kept).toMatchObject({ stages: [{ name: 'staging' }, { name: 'production' }] });
  });

  describe('of a commit that was built before (W25)', () => {
    beforeEach(async () => {
      const artifact = { service: 'hello', sha, digest: digest('1'), image: 'x', builtBy: 'b', at: NOON };
      await bench.ports.table.write([create(keys.artifact('hello', sha), artifact)]);
    });

    it('builds nothing', async () => {
      bench.ports.registry.push('hello', digest('1'));
      expect(await prepare()).toMatchObject({ plan: { build: { reuse: digest('1') } } });
      expect((await bench.release(7)).state).toBe('PREPARING');
    });

    it('builds it again when the registry has lost it', async () => {
      expect(await prepare()).not.toHaveProperty('plan.build.reuse');
      expect((await bench.release(7)).state).toBe('BUILDING');
    });
  });

  describe('of a service that requires checks', () => {
    const checks = { require: ['build', 'ci/circleci: test'], within: 3_600_000 };
    const prepareWith = (more: { checks?: true } = { checks: true }) =>
      prepareRelease(
        { table: bench.ports.table, sourceHost, registry: bench.ports.registry, now: bench.ports.now },
        { release: 'hello#7', executionArn: 'arn:execution', ...more },
      );
    beforeEach(async () => {
      const item = await bench.ports.table.read(keys.config(42, 'hello'));
      if (!item) throw new Error('It was just configured.');
      await bench.ports.table.write([change(item, { ...item, config: { ...HELLO_CONFIG, checks } })]);
    });

    it('waits for them first, and says for which and how long', async () => {
      expect(await prepareWith()).toMatchObject({
        proceed: true,
        plan: { checks: { ...checks, looks: { first: 30 } } },
      });
      expect(await bench.release(7)).toMatchObject({
        state: 'CHECKING',
        checks: { open: [{ name: 'build', is: 'missing' }, { is: 'missing' }], since: NOON, until: NOON + 3_600_000 },
        reason:
          'waits for build and ci/circleci: test to be green, at most 1 h; will build with hello-build, then staging and production',
      });
    });

    it('waits for them also where the commit was built before', async () => {
      const artifact = { service: 'hello', sha, digest: digest('1'), image: 'x', builtBy: 'b', at: NOON };
      await bench.ports.table.write([create(keys.artifact('hello', sha), artifact)]);
      bench.ports.registry.push('hello', digest('1'));
      expect(await prepareWith()).toMatchObject({ plan: { checks, build: { reuse: digest('1') } } });
      expect((await bench.release(7)).state).toBe('CHECKING');
    });

    it('is not released by a state machine of before, which would wait for nothing', async () => {
      expect(await prepareWith({})).toMatchObject({
        proceed: false,
        error: 'Failed',
        reason: expect.stringContaining('push again'),
      });
    });
  });

  it('is stale when the commit is no longer on the branch (W18)', async () => {
    sourceHost.setBranch(42, 'main', ['f'.repeat(40)]);
    expect(await prepare()).toMatchObject({ proceed: false, error: 'Stale' });
  });

  it('waits, by failing, while the repository cannot be asked: not knowing is not having (O03)', async () => {
    sourceHost.break(new Error('GitHub answered 503'));
    await expect(prepare()).rejects.toThrow('503');
    expect((await bench.release(7)).state).toBe('ACCEPTED');
  });

  it('is superseded when a newer release is alive, before anything is built', async () => {
    await bench.accept(8, 'ACCEPTED');
    expect(await prepare()).toMatchObject({ error: 'Superseded', reason: expect.stringContaining('hello#8') });
  });

  it('is not superseded by a rollback by hand, whatever its number: that is no newer commit', async () => {
    const goesTo = { release: 5, sha: 'c'.repeat(40), digest: digest('5'), taskDefinitions: {}, at: NOON };
    const turnsBack = { stage: 'production', goesTo, by: 'amy', reason: 'it is slow' };
    await bench.accept(8, 'WAITING', { turnsBack });
    await bench.accept(9, 'SUCCEEDED', { turnsBack });
    expect((await prepare()).proceed).toBe(true);
  });

  it('builds nothing for a release that a person cancels while it is prepared', async () => {
    let given = false;
    const table = withSurprise(bench.ports.table, 'write', {
      async before() {
        if (given) return;
        given = true;
        const release = await bench.release(7);
        const cancelled = { ...release, state: 'CANCELLED', reason: 'cancelled by amy' };
        await bench.ports.table.write([change(release, cancelled)]);
      },
    });
    expect(await prepare(table)).toEqual({ proceed: false, error: 'Cancelled', reason: 'cancelled by amy' });
    expect((await bench.release(7)).state).toBe('CANCELLED');
  });

  it('is driven by the execution that came first, also when two prepare it at once (F11)', async () => {
    const { table, registry, now } = bench.ports;
    const as = (executionArn: string, over = table) =>
      prepareRelease({ table: over, sourceHost, registry, now }, { release: 'hello#7', executionArn });
    let given = false;
    const overtaken = withSurprise(table, 'write', {
      async before() {
        if (given) return;
        given = true;
        await as('arn:first');
      },
    });
    expect(await as('arn:second', overtaken)).toMatchObject({ proceed: false, error: 'Superseded' });
    expect(await as('arn:second')).toMatchObject({ proceed: false, error: 'Superseded' });
    expect((await as('arn:first')).proceed).toBe(true);
  });

  it('keeps its plan for whoever has to make its stage safe one day', async () => {
    const prepared = await prepare();
    if (!prepared.proceed) throw new Error(prepared.reason);
    expect(await bench.ports.table.read(keys.plan('hello#7'))).toMatchObject({
      plan: JSON.parse(JSON.stringify(prepared.plan)),
    });
  });

  it('is not superseded by a newer one that never got anywhere', async () => {
    await bench.accept(8, 'STALE');
    expect((await prepare()).proceed).toBe(true);
  });

  it('rejects a quarantined commit, and one whose service is no longer configured', async () => {
    const quarantine = { service: 'hello', sha, release: 3, stage: 'production', reason: 'errors fired', at: NOON };
    await bench.ports.table.write([create(keys.quarantine('hello', sha), quarantine)]);
    expect(await prepare()).toMatchObject({ error: 'Rejected', reason: expect.stringContaining('hello#3') });
    await bench.ports.table.write([{ remove: keys.config(42, 'hello'), expected: 1 }]);
    expect(await prepare()).toMatchObject({
      error: 'Rejected',
      reason: expect.stringContaining('no longer configured'),
    });
  });

  it('repeats how a release ended that has ended', async () => {
    await bench.accept(9, 'CANCELLED', { reason: 'amy cancelled it' });
    const prepared = prepareRelease(
      { table: bench.ports.table, sourceHost, registry: bench.ports.registry, now: bench.ports.now },
      { release: 'hello#9', executionArn: 'arn:execution' },
    );
    expect(await prepared).toEqual({ proceed: false, error: 'Cancelled', reason: 'amy cancelled it' });
  });
});
