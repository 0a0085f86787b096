import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import { sayRevision } from '#core/words/say-time.ts';
import { image, NOON } from '#test/fixtures/ledger.ts';
import { TARGET } from '#test/fixtures/stage-plan.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const STAGING = { service: 'hello', stage: 'staging' };

/** `hello#7` has left staging, where it is current, and bakes in production. */
describe('an order about a stage that a release has left', () => {
  let bench: ObeyBench;
  beforeEach(async () => {
    bench = await openObeyBench();
    await released(bench, 6);
    await bench.bake(7, await deployed(bench, 7));
    const { current, fence } = await bench.environment();
    const hold = { kind: 'rollback', release: 7, reason: 'amy takes it back', since: NOON };
    const staging = { ...STAGING, fence, arrived: 7, hold, current: { ...current, release: 7 } };
    await bench.ports.table.write([create(keys.environment('hello', 'staging'), staging)]);
  });

  const revisions = async () => [sayRevision(await bench.ports.fleet.deployByHand(TARGET, image('9')))];

  it.each(['adopt', 'resume'] as const)(
    '(%s) leaves it where it is, and a cancel finds it there (J08)',
    async (kind) => {
      const before = await bench.release(7);
      const order = kind === 'adopt' ? { kind, ...STAGING, revisions: await revisions() } : { kind, ...STAGING };
      expect(await bench.obey(order)).toMatchObject({ done: true });
      expect((await bench.events(7)).at(-1)).toMatchObject({ kind: 'resumed', stage: 'staging' });
      expect(await bench.release(7)).toMatchObject({ state: 'BAKING', stage: 'production', reason: before.reason });
      await bench.obey({ kind: 'cancel', release: 'hello#7' });
      expect((await bench.run(7)).rollback?.reason).toContain('cancelled by amy');
    },
  );
});
