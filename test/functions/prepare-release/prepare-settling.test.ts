import { beforeEach, describe, expect, it } from 'vitest';
import { memorySourceHost } from '#adapters/memory/source-host.ts';
import { keys } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import { finishRelease } from '#functions/finish-release/finish-release.ts';
import { prepareRelease } from '#functions/prepare-release/prepare-release.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { aStage } from '#test/fixtures/stage-plan.ts';
import { configure } from '#test/functions/acts.ts';
import { type Bench, deployed, openBench } from '#test/functions/bench.ts';

describe('preparing to settle a release whose execution has died', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = openBench();
    await configure(bench);
    await deployed(bench, 7);
    const release = await bench.release(7);
    await bench.ports.table.write([change(release, { ...release, executionArn: 'arn:first' })]);
  });

  const prepare = (over: { settle?: string; executionArn?: string; table?: Bench['ports']['table'] } = {}) => {
    const { settle = 'ABORTED', executionArn = 'arn:settler', table = bench.ports.table } = over;
    const sourceHost = memorySourceHost();
    sourceHost.break(new Error('GitHub answered 503'));
    const ports = { table, sourceHost, registry: bench.ports.registry, now: bench.ports.now };
    return prepareRelease(ports, { release: 'hello#7', executionArn, settle });
  };
  const keepPlan = async () => {
    const stage = aStage({ verify: { kind: 'project', project: 'tests', withinSeconds: 60 }, rollbackWithin: 123 });
    const plan = { release: 'hello#7', service: 'hello', number: 7, sha: 'x', build: {}, stages: [stage] };
    await bench.ports.table.write([{ put: { ...keys.plan('hello#7'), plan }, expected: 'absent' }]);
  };
  const planned = async () => {
    const prepared = await prepare();
    if (!prepared.proceed) throw new Error(prepared.reason);
    return prepared.plan;
  };

  it('takes the stage from the plan that the release began with, whatever is configured by now (J13)', async () => {
    await keepPlan();
    await configure(bench, { stages: [] });
    const { turn, stages } = await planned();
    expect(turn).toBe('settle');
    expect(stages).toHaveLength(1);
    expect(stages[0]).toMatchObject({
      name: 'production',
      last: true,
      rollbackWithin: 123,
      turn: { kind: 'settle', why: 'its execution was stopped by somebody, and nobody drove it any more' },
      bake: { forMs: 0, alarms: [] },
    });
    expect(stages[0]).not.toHaveProperty('verify');
  });

  it('takes it from the configuration for a release that began before plans were kept', async () => {
    expect(await planned()).toMatchObject({ turn: 'settle', stages: [{ name: 'production', targets: [{}] }] });
  });

  it('knows no plan where neither is there', async () => {
    await configure(bench, { stages: [] });
    expect(await prepare()).toMatchObject({ proceed: false, error: 'Failed' });
    expect((await bench.release(7)).executionArn).toBe('arn:first');
  });

  it('drives the release from now on, and says so once, also after a write that failed after its effect', async () => {
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(prepare({ table })).rejects.toThrow();
    await prepare();
    expect(await bench.release(7)).toMatchObject({ state: 'DEPLOYING', executionArn: 'arn:settler' });
    expect((await bench.events(7)).filter(({ kind }) => kind === 'settling')).toHaveLength(1);
  });

  it.each([
    ['TIMED_OUT', 'took longer than it may'],
    ['FAILED', 'broke off'],
    ['SOMETHING', 'ended (SOMETHING)'],
  ])('says how the execution ended that died: %s', async (settle, said) => {
    await prepare({ settle });
    expect((await bench.events(7)).at(-1)?.sentence).toContain(said);
  });

  it('does nothing for a release that has ended meanwhile', async () => {
    const release = await bench.release(7);
    await bench.ports.table.write([change(release, { ...release, state: 'ROLLED_BACK', reason: 'errors fired' })]);
    expect(await prepare()).toEqual({ proceed: false, error: 'RolledBack', reason: 'errors fired' });
  });

  it('does nothing for one that had left its stage by its own: only who drove it is told', async () => {
    const release = await bench.release(7);
    await bench.ports.table.write([change(release, { ...release, state: 'WAITING' })]);
    expect(await prepare()).toMatchObject({ proceed: false, reason: expect.stringContaining('it is in no stage') });
    expect((await bench.release(7)).executionArn).toBe('arn:first');
  });

  it('leaves nothing to say to the execution that it follows, should somebody redrive that (F03)', async () => {
    await prepare();
    const late = { release: 'hello#7', execution: 'arn:first', redriven: true, failure: { Error: 'FenceLost' } };
    expect(await finishRelease(bench.ports, late)).toMatchObject({ succeeded: false, error: 'Superseded' });
    expect((await bench.release(7)).state).toBe('DEPLOYING');
  });
});
