import { beforeEach, describe, expect, it } from 'vitest';
import { withSurprise } from '#test/fixtures/faults.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { aStage, EVIDENCE, withBake } from '#test/fixtures/stage-plan.ts';
import { goBack } from '#test/functions/acts.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from '#test/functions/obey-command/obey-bench.ts';

const BACK_TO_5 = { kind: 'rollback', service: 'hello', stage: 'production', to: 5 };

describe('a look at a bake during which a person takes the stage back', () => {
  let bench: ObeyBench;
  let fence: number;
  beforeEach(async () => {
    bench = await openObeyBench();
    await released(bench, 5);
    await released(bench, 6);
    fence = await deployed(bench, 7);
  });

  const lookDuringOrder = async (stage = aStage()) => {
    await bench.bake(7, fence, stage);
    bench.pass(31 * MINUTE);
    let ordered: Promise<unknown> | undefined;
    const after = async () => {
      ordered ??= bench.obey(BACK_TO_5);
      await ordered;
    };
    return bench.bake(7, fence, stage, { alarms: withSurprise(bench.ports.alarms, 'read', { after }) });
  };

  it('does not put its own hold over the one that keeps everybody out until the stage is back', async () => {
    await lookDuringOrder(withBake({ evidence: EVIDENCE }));
    expect((await bench.environment()).hold).toMatchObject({ kind: 'rollback', release: 6 });
    await goBack(bench, 7, fence);
    expect((await bench.environment()).hold).toMatchObject({ kind: 'rollback', release: 6 });
    await bench.accept(9);
    expect((await bench.enter(9)).answer).toBeUndefined();
  });

  it('says nothing more about its health: it is being cancelled', async () => {
    await lookDuringOrder();
    expect((await bench.events(7)).at(-1)).toMatchObject({ kind: 'cancelling' });
    await expect(bench.leave(7, fence)).rejects.toMatchObject({ name: 'DeploymentRefused' });
  });
});
