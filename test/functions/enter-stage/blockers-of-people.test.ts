import { beforeEach, describe, expect, it } from 'vitest';
import { FREEZES, keys } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import type { Table } from '#core/ports/table.ts';
import type { WindowRule } from '#core/windows/window-rule.ts';
import { withSurprise } from '#test/fixtures/faults.ts';
import { digest, MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { aStage } from '#test/fixtures/stage-plan.ts';
import { configure, freeze, inRun } from '#test/functions/acts.ts';
import { type Bench, openBench } from '#test/functions/bench.ts';

const approval = { from: 2, authorMayApprove: false, within: 60 * MINUTE };

/** Noon on the bench is a Sunday's. */
const afternoons: WindowRule = {
  effect: 'allow',
  kind: 'days',
  text: 'Sun 12:10-18:00',
  zone: 'UTC',
  days: [0],
  from: 730,
  to: 1_080,
};

describe('entering a stage that people control', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = openBench();
    await configure(bench);
    await bench.accept(7);
  });

  const yes = (by: string, of = digest('7')) => ({ by, reason: 'looks good', at: NOON, digest: of });
  const approved = (...by: string[]) => inRun(bench, 7, { approvals: by.map((name) => yes(name)) });
  const asked = (over: Partial<StagePlan['approval']> = {}) => aStage({ approval: { ...approval, ...over } });
  const status = async (stage: StagePlan) => (await bench.enter(7, stage)).answer?.status;
  const kinds = async () => (await bench.run(7)).blockers?.map(({ kind }) => kind);

  describe('by freezes', () => {
    it('keeps a frozen release out, and lets it in when the freeze is over', async () => {
      await freeze(bench, { service: 'hello', until: NOON + 20_000 });
      expect((await bench.enter(7)).answer).toEqual({ status: 'again', lookAfter: 20 });
      bench.pass(20_000);
      expect(await status(aStage())).toBe('entered');
    });

    it('is not kept out by the freeze of another service or stage', async () => {
      await freeze(bench, { service: 'other' });
      await freeze(bench, { service: 'hello', stage: 'staging' });
      expect(await status(aStage())).toBe('entered');
    });

    it('does not enter under a freeze that comes between the look and the entry (S6)', async () => {
      let given = false;
      const table = withSurprise(bench.ports.table, 'write', {
        async before() {
          if (given || (await bench.events(7)).length === 0) return;
          given = true;
          await freeze(bench);
        },
      });
      expect((await bench.enter(7, aStage(), { table })).answer).toBeUndefined();
      expect(given).toBe(true);
      expect((await bench.environment()).holder).toBeUndefined();
      expect((await bench.release(7)).reason).toContain('amy froze everything');
    });

    it('does not enter under a second freeze either, when there was one before that does not concern it', async () => {
      await freeze(bench, { service: 'other' });
      let given = false;
      const table = withSurprise(bench.ports.table, 'write', {
        async before() {
          if (given || (await bench.events(7)).length === 0) return;
          given = true;
          await freeze(bench, { service: 'hello', stage: 'production' });
        },
      });
      expect((await bench.enter(7, aStage(), { table })).answer).toBeUndefined();
    });

    it('does not enter under a freeze that comes while the freezes are listed: a list is no snapshot', async () => {
      let given = false;
      const list: Table['list'] = async (pk, options) => {
        const before = await bench.ports.table.list(pk, options);
        if (pk !== FREEZES || given) return before;
        given = true;
        await freeze(bench);
        const after = await bench.ports.table.list(pk, options);
        return [...before, ...after.filter(({ sk }) => sk === keys.freezeHead().sk)];
      };
      expect((await bench.enter(7, aStage(), { table: { ...bench.ports.table, list } })).answer).toBeUndefined();
      expect((await bench.environment()).holder).toBeUndefined();
    });
  });

  describe('by approvals', () => {
    it('waits until as many persons have approved as are needed', async () => {
      expect(await status(asked())).toBeUndefined();
      await approved('bob');
      expect(await status(asked())).toBeUndefined();
      expect((await bench.release(7)).reason).toContain('1 of 2 have approved (bob)');
      await approved('bob', 'eve');
      expect(await status(asked())).toBe('entered');
    });

    it('counts nobody twice, and nothing for another digest (J06)', async () => {
      await bench.enter(7, asked());
      await approved('bob', 'bob');
      expect(await status(asked())).toBeUndefined();
      await inRun(bench, 7, { approvals: [yes('bob'), yes('eve', digest('6'))] });
      expect(await status(asked())).toBeUndefined();
    });

    it('does not count who may not approve any more, although she might when she did (J04)', async () => {
      await configure(bench, { may: { approve: ['bob', 'eve'] } });
      await bench.enter(7, asked());
      await approved('bob', 'eve');
      await configure(bench, { may: { approve: ['bob'] } });
      expect(await status(asked())).toBeUndefined();
      await configure(bench, { may: { approve: ['bob', 'eve'] } });
      expect(await status(asked())).toBe('entered');
    });

    it('does not enter when who had to approve may not any more in the moment that it enters (S14)', async () => {
      await bench.enter(7, asked());
      await approved('bob', 'eve');
      let given = false;
      const table = withSurprise(bench.ports.table, 'write', {
        async before() {
          if (given) return;
          given = true;
          await configure(bench, { may: { approve: ['bob'] } });
        },
      });
      expect((await bench.enter(7, asked(), { table })).answer).toBeUndefined();
      expect(given).toBe(true);
      expect((await bench.environment()).holder).toBeUndefined();
    });

    it('counts nobody while there is no configuration that says who may', async () => {
      await bench.enter(7, asked());
      await approved('bob', 'eve');
      const item = await bench.ports.table.read(keys.config(42, 'hello'));
      await bench.ports.table.write([{ remove: keys.config(42, 'hello'), expected: item?.version ?? 0 }]);
      expect(await status(asked())).toBeUndefined();
    });

    it.each<[string, object]>([
      ['pushed it', { author: 'someone', pusher: 'bob-gh' }],
      ['wrote it', { author: 'bob-gh', pusher: 'someone' }],
    ])('does not count who %s, unless the stage lets authors approve (J05)', async (_, by) => {
      await configure(bench, { people: { bob: { github: 'bob-gh' } } });
      await bench.enter(7, asked());
      const release = await bench.release(7);
      await bench.ports.table.write([change(release, { ...release, ...by })]);
      await approved('bob', 'eve');
      expect(await status(asked())).toBeUndefined();
      expect(await status(asked({ authorMayApprove: true }))).toBe('entered');
    });

    it('expires when they do not come in time (J02)', async () => {
      await bench.enter(7, asked());
      bench.pass(60 * MINUTE);
      expect((await bench.enter(7, asked())).answer).toMatchObject({
        error: 'Expired',
        reason: expect.stringContaining('0 of 2 needed approvals'),
      });
    });

    it('is rejected by one person, also when enough have approved (J01)', async () => {
      await bench.enter(7, asked());
      await inRun(bench, 7, {
        approvals: [yes('bob'), yes('eve')],
        rejected: { by: 'amy', reason: 'not today', at: NOON },
      });
      expect((await bench.enter(7, asked())).answer).toEqual({
        status: 'refused',
        error: 'Rejected',
        reason: 'rejected by amy: not today',
      });
    });
  });

  it('does not enter when a person cancels it between the look and the entry', async () => {
    await bench.accept(8);
    let given = false;
    const table = withSurprise(bench.ports.table, 'write', {
      async before() {
        if (given || (await bench.events(8)).length === 0) return;
        given = true;
        const release = await bench.release(8);
        await bench.ports.table.write([change(release, { ...release, state: 'CANCELLED', reason: 'by amy' })]);
      },
    });
    expect((await bench.enter(8, aStage(), { table })).answer).toMatchObject({ error: 'Cancelled', reason: 'by amy' });
    expect((await bench.environment()).holder).toBeUndefined();
  });

  describe('by windows', () => {
    it('waits for its window, and looks again the moment that it opens', async () => {
      const stage = aStage({ windows: [afternoons] });
      const { answer } = await bench.enter(7, stage, {}, { execution: 'arn:one', lookAfter: 3_600 });
      expect(answer).toEqual({ status: 'again', lookAfter: 600 });
      expect((await bench.run(7)).recheckAt).toBe(NOON + 10 * MINUTE);
      bench.pass(10 * MINUTE);
      expect(await status(stage)).toBe('entered');
    });

    it('does not begin what the window is too short for by now (M06)', async () => {
      const stage = aStage({ windows: [afternoons] });
      bench.pass(351 * MINUTE);
      expect(await status(stage)).toBeUndefined();
      expect(await kinds()).toEqual(['window']);
    });
  });

  describe('in an emergency', () => {
    const emergency = (isInForce: boolean) => ({ by: 'amy', reason: 'all is down', at: NOON, isInForce });

    it('passes window and approval once it is in force, loudly, and tells the bake (J12)', async () => {
      const stage = aStage({ windows: [afternoons], approval });
      const release = await bench.release(7);
      await bench.ports.table.write([change(release, { ...release, emergency: emergency(false) })]);
      expect((await bench.enter(7, stage)).answer).toBeUndefined();
      const seconded = await bench.release(7);
      await bench.ports.table.write([change(seconded, { ...seconded, emergency: emergency(true) })]);
      expect(await status(stage)).toBe('entered');
      expect(await bench.run(7)).toMatchObject({ isEmergency: true });
      expect((await bench.events(7)).at(-1)?.sentence).toContain('EMERGENCY, by amy: all is down');
    });

    it('does not pass a freeze', async () => {
      await freeze(bench);
      await bench.enter(7);
      const release = await bench.release(7);
      await bench.ports.table.write([change(release, { ...release, emergency: emergency(true) })]);
      expect(await status(aStage())).toBeUndefined();
    });
  });

  describe('and keeping why', () => {
    it('keeps every blocker and when it will be asked again, as they are now, and drops them at the entry', async () => {
      await freeze(bench, { until: NOON + 5 * MINUTE });
      const stage = asked();
      await bench.enter(7, stage);
      expect(await kinds()).toEqual(['frozen', 'approval']);
      expect((await bench.run(7)).recheckAt).toBe(NOON + 5 * MINUTE);
      bench.pass(5 * MINUTE);
      await bench.enter(7, stage);
      expect(await kinds()).toEqual(['approval']);
      expect((await bench.run(7)).recheckAt).toBe(NOON + 60 * MINUTE);
      await approved('bob', 'eve');
      await bench.enter(7, stage);
      expect(await bench.run(7)).not.toHaveProperty('blockers');
      expect(await bench.run(7)).not.toHaveProperty('recheckAt');
    });

    it('keeps the newest lease of whom it waits for, without saying the same thing again', async () => {
      await bench.enter(7);
      await bench.accept(8);
      await bench.enter(8);
      const told = (await bench.events(8)).length;
      const environment = await bench.environment();
      const leaseUntil = NOON + 90 * MINUTE;
      const holder = { ...environment.holder, leaseUntil };
      await bench.ports.table.write([change(environment, { ...environment, holder })]);
      await bench.enter(8);
      expect(await bench.run(8)).toMatchObject({ recheckAt: leaseUntil, blockers: [{ leaseUntil }] });
      expect(await bench.events(8)).toHaveLength(told);
      const { version } = await bench.run(8);
      await bench.enter(8);
      expect((await bench.run(8)).version).toBe(version);
    });

    it('parks for a machine that began before it knew to look again: it would take that for a refusal (F04, L12)', async () => {
      await freeze(bench, { until: NOON + 5_000 });
      expect((await bench.enter(7, aStage(), {}, {})).answer).toBeUndefined();
      expect((await bench.run(7)).recheckAt).toBe(NOON + 5_000);
    });

    it('parks, rather than asking again and again, when what opens comes right before the next look', async () => {
      await freeze(bench, { until: NOON + 20_000 });
      const first = await bench.enter(7);
      const second = await bench.enter(
        7,
        aStage(),
        {},
        {
          execution: 'arn:one',
          lookAfter: first.answer?.lookAfter ?? 0,
        },
      );
      expect(second.answer).toBeUndefined();
    });
  });
});
