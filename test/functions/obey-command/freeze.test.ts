import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { withSurprise } from '#test/fixtures/faults.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const PRODUCTION = { service: 'hello', stage: 'production' };
const freeze = (scope = {}) => ({ kind: 'freeze', ...scope });
const unfreeze = (scope = {}) => ({ kind: 'unfreeze', ...scope });

describe('freezing', () => {
  let bench: ObeyBench;
  beforeEach(async () => {
    bench = await openObeyBench({ may: { freeze: ['amy'], unfreeze: ['amy', 'bob'] } }, ['other']);
    await released(bench, 6);
  });
  const isLetIn = async (number = 7) => (await bench.enter(number)).answer?.status === 'entered';

  it.each([
    ['everything', {}],
    ['hello', { service: 'hello' }],
    ['hello production', PRODUCTION],
    ['production of every service', { stage: 'production' }],
  ])('lets nobody new into %s until it is unfrozen', async (what, scope) => {
    expect(await bench.obey(freeze(scope))).toMatchObject({ done: true, message: `${what} is frozen` });
    await bench.accept(7);
    const { token, answer } = await bench.enter(7);
    expect(answer).toBeUndefined();
    expect((await bench.release(7)).reason).toContain(`amy froze ${what}`);
    expect(await bench.obey(unfreeze(scope), { by: 'bob' })).toMatchObject({
      done: true,
      message: `${what} is not frozen any more`,
    });
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect(await isLetIn()).toBe(true);
  });

  it('does not concern another service or stage', async () => {
    await bench.obey(freeze({ service: 'other' }));
    await bench.obey(freeze({ service: 'hello', stage: 'staging' }));
    await bench.accept(7);
    expect(await isLetIn()).toBe(true);
  });

  it('is over by itself', async () => {
    await bench.obey(freeze({ ...PRODUCTION, until: bench.ports.now() + 5 * MINUTE }));
    await bench.accept(7);
    expect(await isLetIn()).toBe(false);
    bench.pass(5 * MINUTE);
    expect(await bench.obey(unfreeze(PRODUCTION))).toMatchObject({ done: false });
    expect(await isLetIn()).toBe(true);
  });

  it('comes between a look and an entry: nobody slips in (J10)', async () => {
    await bench.accept(7);
    let frozen: Promise<unknown> | undefined;
    const table = withSurprise(bench.ports.table, 'write', {
      before: async () => {
        if (await bench.ports.table.read(keys.run('hello#7', 'production'))) frozen ??= bench.obey(freeze());
        await frozen;
      },
    });
    expect((await bench.enter(7, undefined, { table })).answer).toBeUndefined();
    expect(frozen).toBeDefined();
    expect((await bench.environment()).holder).toBeUndefined();
  });

  it('lets what bakes go on (J10)', async () => {
    const fence = await deployed(bench, 7);
    await bench.bake(7, fence);
    await bench.obey(freeze());
    bench.pass(11 * MINUTE);
    expect((await bench.bake(7, fence)).answer).toMatchObject({ status: 'healthy' });
    await bench.leave(7, fence);
    expect((await bench.release(7)).state).toBe('SUCCEEDED');
  });

  it('takes the place of the freeze before, and says so', async () => {
    await bench.obey(freeze(), { reason: 'sale' });
    expect(await bench.obey(freeze({ until: bench.ports.now() + MINUTE }))).toMatchObject({
      done: true,
      message: expect.stringMatching(/^everything is frozen until .*, in place of amy's freeze \(sale\)$/),
    });
    expect(await bench.ports.table.read(keys.freeze())).toMatchObject({ until: bench.ports.now() + MINUTE, by: 'amy' });
  });

  it('is no way to unfreeze for somebody who may not (J04)', async () => {
    bench = await openObeyBench({ may: { freeze: ['amy', 'carl'], unfreeze: ['amy'] } });
    await bench.obey(freeze());
    const sooner = { ...freeze(), until: bench.ports.now() + 1 };
    expect(await bench.obey(sooner, { by: 'carl' })).toMatchObject({
      done: false,
      message: 'everything (by amy) is frozen already, and carl may not unfreeze it: it would end sooner',
    });
    expect(await bench.ports.table.read(keys.freeze())).not.toHaveProperty('until');
  });

  it('for two hours is the same order when it is sent again a moment later', async () => {
    await bench.obey(freeze({ until: bench.ports.now() + MINUTE }), { id: 'one' });
    bench.pass(1_000);
    const again = await bench.obey(freeze({ until: bench.ports.now() + MINUTE }), { id: 'one' });
    expect(again).toMatchObject({ done: true, isRepeat: true });
    expect(await bench.obey(freeze({ service: 'hello' }), { id: 'one' })).toMatchObject({ done: false });
  });

  it.each([
    ['what is over', freeze({ until: 1 }), /is over already/],
    [
      'a stage that there is not',
      freeze({ service: 'hello', stage: 'nowhere' }),
      /hello has no stage nowhere: there are staging, production/,
    ],
    ['a service that there is not', freeze({ service: 'nobody' }), /there is no service nobody/],
  ])('refuses %s', async (_what, command, sentence) => {
    const { done, message } = await bench.obey(command);
    expect(message).toMatch(sentence);
    expect(done).toBe(false);
  });

  it('of everything needs somebody who may in every service, and is recorded for all', async () => {
    expect(await bench.obey(freeze(), { by: 'bob' })).toMatchObject({
      done: false,
      message: 'bob may not freeze in hello: amy may',
    });
    expect(await bench.obey(freeze({ service: 'other' }), { by: 'bob' })).toMatchObject({ done: true });
    await bench.obey(freeze());
    expect((await bench.records('*')).map(({ isDone }) => isDone)).toEqual([false, true]);
    expect(await bench.records('other')).toHaveLength(1);
  });

  it('is undone by its own name only: what else is frozen is told', async () => {
    await bench.obey(freeze());
    expect(await bench.obey(unfreeze(PRODUCTION))).toMatchObject({
      done: false,
      message: 'hello production is not frozen by that name; frozen: everything (by amy)',
    });
    await bench.obey(freeze(PRODUCTION));
    expect(await bench.obey(unfreeze(PRODUCTION))).toMatchObject({
      message: 'hello production is not frozen any more; still frozen: everything (by amy)',
    });
  });
});
