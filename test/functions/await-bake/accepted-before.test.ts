import { beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { EVIDENCE, withBake } from '#test/fixtures/stage-plan.ts';
import { deployed } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from '#test/functions/obey-command/obey-bench.ts';

const RESUME = { kind: 'resume', service: 'hello', stage: 'production' };
const stage = withBake({ evidence: EVIDENCE });

describe('a bake that a person has taken for healthy for want of evidence', () => {
  let bench: ObeyBench;
  let fence: number;
  const look = async () => (await bench.bake(7, fence, stage)).answer;
  beforeEach(async () => {
    bench = await openObeyBench();
    fence = await deployed(bench, 7, stage);
    await look();
    bench.pass(31 * MINUTE);
    await look();
    await bench.obey(RESUME, { reason: 'it is night, nobody visits' });
  });

  it('is not healthy by that when its alarm was deleted since: that she has not seen (B06)', async () => {
    bench.ports.alarms.remove('errors');
    expect(await look()).toBeUndefined();
    expect((await bench.environment()).hold).toMatchObject({
      kind: 'inconclusive',
      reason: expect.stringContaining('errors was deleted during the bake'),
    });
    expect((await bench.events(7)).at(-1)).toMatchObject({ kind: 'held', page: true });
    expect(await look()).toBeUndefined();
    await bench.obey(RESUME, { reason: 'I deleted it' });
    expect(await look()).toMatchObject({ status: 'healthy', reason: expect.stringContaining('I deleted it') });
  });

  it('is healthy by that while nothing else is wrong', async () => {
    expect(await look()).toMatchObject({ status: 'healthy', reason: expect.stringContaining('nobody visits') });
  });
});
