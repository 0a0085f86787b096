import { beforeEach, describe, expect, it } from 'vitest';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, create } from '#core/ledger/record.ts';
import { wake } from '#functions/steps/wake.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { image, MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { aStage, TARGET } from '#test/fixtures/stage-plan.ts';
import { type Bench, deployed, openBench, released } from '#test/functions/bench.ts';

describe('entering a stage', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = openBench();
  });

  const hold = async (): Promise<void> => {
    const environment = await bench.environment();
    const held = { kind: 'rollback', release: 5, reason: 'errors fired', since: NOON };
    await bench.ports.table.write([change(environment, { ...environment, hold: held })]);
  };
  const kinds = async (number: number) => (await bench.events(number)).map((event) => event.kind);

  it('gives the lock with a new fence, and keeps what the alarms were', async () => {
    await bench.accept(7);
    const { answer } = await bench.enter(7);
    expect(answer).toEqual({ status: 'entered', fence: 1, evaluationMs: 60_000 });
    expect(await bench.environment()).toMatchObject({
      arrived: 7,
      fence: 1,
      holder: { release: 7, fence: 1, since: NOON, leaseUntil: NOON + 42 * MINUTE },
    });
    expect(await bench.run(7)).toMatchObject({ fence: 1, baseline: { errors: { evaluationMs: 60_000 } } });
    expect(await bench.release(7)).toMatchObject({ state: 'DEPLOYING', stage: 'production' });
    expect(await kinds(7)).toEqual(['arrived', 'entered']);
  });

  it('gives the same fence to a second call, and writes nothing twice', async () => {
    await bench.accept(7);
    await bench.enter(7);
    const { answer } = await bench.enter(7);
    expect(answer?.fence).toBe(1);
    expect(await kinds(7)).toEqual(['arrived', 'entered']);
  });

  it.each([['after'], ['none', 'after'], ['before'], ['none', 'before']] as const)(
    'finds the lock that it was given when a write fails (%s %s) and it is tried again (T04)',
    async (...plan) => {
      await bench.accept(7);
      await expect(
        bench.enter(7, aStage(), { table: withFaults(bench.ports.table, 'write', [...plan]) }),
      ).rejects.toThrow();
      const { answer } = await bench.enter(7);
      expect(answer).toMatchObject({ status: 'entered', fence: 1 });
      expect(await kinds(7)).toEqual(['arrived', 'entered']);
    },
  );

  it('gives the lock to one of two that come in the same moment (K07)', async () => {
    await bench.accept(7);
    await bench.accept(8);
    const answers = await Promise.all([bench.enter(7), bench.enter(8)]);
    const entered = answers.filter(({ answer }) => answer?.status === 'entered');
    expect(entered).toHaveLength(1);
    expect((await bench.environment()).fence).toBe(1);
  });

  it('queues behind the holder, says so once, and is woken when the stage is free', async () => {
    const fence = await deployed(bench, 7);
    await bench.accept(8);
    const { token, answer } = await bench.enter(8);
    expect(answer).toBeUndefined();
    expect(await bench.release(8)).toMatchObject({
      state: 'WAITING',
      reason: expect.stringContaining('hello#7 has the stage'),
    });
    await bench.enter(8);
    expect(await kinds(8)).toEqual(['arrived', 'blocked']);
    const waiting = await bench.enter(8);
    await bench.bake(7, fence);
    bench.pass(11 * MINUTE);
    await bench.bake(7, fence);
    await bench.leave(7, fence);
    expect(bench.ports.tokens.answerOf(waiting.token)).toEqual({ status: 'woken' });
    expect(bench.ports.tokens.answerOf(token)).toBeUndefined();
    expect((await bench.enter(8)).answer).toMatchObject({ status: 'entered', fence: 2 });
  });

  it('supersedes whoever waits there as soon as a newer release arrives, and wakes it to hear that (E05)', async () => {
    await released(bench, 6);
    await hold();
    await bench.accept(7);
    const older = await bench.enter(7);
    await bench.accept(8);
    await bench.enter(8);
    expect(bench.ports.tokens.answerOf(older.token)).toEqual({ status: 'woken' });
    expect((await bench.enter(7)).answer).toMatchObject({ status: 'refused', error: 'Superseded' });
    expect((await bench.enter(7)).answer?.reason).toContain('hello#8');
  });

  it('waits at a hold, also without an event at the next look, until it is lifted', async () => {
    await released(bench, 6);
    await hold();
    await bench.accept(7);
    expect((await bench.enter(7)).answer).toBeUndefined();
    const { hold: _, ...free } = await bench.environment();
    await bench.ports.table.write([change(await bench.environment(), free)]);
    expect((await bench.enter(7)).answer?.status).toBe('entered');
  });

  it('takes over from a holder whose lease ran out, with a higher fence that shuts the old one out (K01, K05)', async () => {
    await bench.accept(7);
    const old = await bench.enter(7);
    await bench.accept(8);
    expect((await bench.enter(8)).answer).toBeUndefined();
    bench.pass(42 * MINUTE);
    expect((await bench.enter(8)).answer).toMatchObject({ status: 'entered', fence: 2 });
    expect((await bench.events(8)).at(-1)).toMatchObject({
      kind: 'taken-over',
      sentence: expect.stringContaining('hello#7'),
    });
    await expect(bench.deploy(7, old.answer?.fence ?? 0)).rejects.toMatchObject({ name: 'FenceLost' });
  });

  it('expires at the end of its time, with what it waited for', async () => {
    bench.ports.alarms.set('errors', 'ALARM', NOON);
    await bench.accept(7);
    await bench.enter(7);
    bench.pass(aStage().waitAtMost);
    const { answer } = await bench.enter(7);
    expect(answer).toMatchObject({ status: 'refused', error: 'Expired' });
    expect(answer?.reason).toContain('alarm errors is ALARM');
  });

  it('rejects a quarantined commit', async () => {
    await bench.accept(7);
    const { sha } = await bench.release(7);
    const quarantine = { service: 'hello', sha, release: 3, stage: 'production', reason: 'errors fired', at: NOON };
    await bench.ports.table.write([create(keys.quarantine('hello', sha), quarantine)]);
    expect((await bench.enter(7)).answer).toMatchObject({ status: 'refused', error: 'Rejected' });
  });

  it('waits for a red alarm to turn green, and is woken by it (B16)', async () => {
    bench.ports.alarms.set('errors', 'ALARM', NOON);
    await bench.accept(7);
    const { token } = await bench.enter(7);
    bench.ports.alarms.set('errors', 'OK', NOON + 1_000);
    await wake(bench.ports, [wakeKeys.alarm('errors')]);
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.enter(7)).answer?.status).toBe('entered');
  });

  it('does not enter over what somebody deployed by hand (G07)', async () => {
    await released(bench, 6);
    await bench.ports.fleet.deployByHand(TARGET, image('9'));
    await bench.accept(7);
    expect((await bench.enter(7)).answer).toBeUndefined();
    expect((await bench.release(7)).reason).toContain('which Bakewatch did not deploy');
  });

  it('does not enter when the way back is gone (R06)', async () => {
    await released(bench, 6);
    bench.ports.fleet.deregister((await bench.environment()).current?.taskDefinitions['hello'] ?? '');
    await bench.accept(7);
    expect((await bench.enter(7)).answer).toMatchObject({ status: 'refused', error: 'Failed' });
    expect((await bench.environment()).holder).toBeUndefined();
  });

  it('does not enter when the image of the way back is gone from the registry (R06)', async () => {
    await released(bench, 6);
    await bench.accept(7);
    const registry = { ...bench.ports.registry, has: async () => false };
    expect((await bench.enter(7, undefined, { registry })).answer).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('to which a rollback would go, is gone'),
    });
  });

  it('tells a release that has ended how it ended', async () => {
    await bench.accept(7, 'CANCELLED', { reason: 'amy cancelled it' });
    expect((await bench.enter(7)).answer).toEqual({
      status: 'refused',
      error: 'Cancelled',
      reason: 'amy cancelled it',
    });
  });

  it('never comes back to a stage that it has left, however late a frozen function wakes (K05)', async () => {
    const stage = aStage({ last: false });
    const fence = await deployed(bench, 7, stage);
    await bench.bake(7, fence, stage);
    bench.pass(11 * MINUTE);
    await bench.bake(7, fence, stage);
    await bench.leave(7, fence, stage);
    await expect(bench.enter(7, stage)).rejects.toMatchObject({ name: 'FenceLost' });
    expect((await bench.environment()).holder).toBeUndefined();
    expect((await bench.release(7)).state).toBe('WAITING');
  });
});
