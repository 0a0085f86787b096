import { beforeEach, describe, expect, it } from 'vitest';
import type { VerifyPlan } from '#core/plan/plan.ts';
import { resumeWaits } from '#functions/resume-waits/resume-waits.ts';
import { image, MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { aStage, TARGET } from '#test/fixtures/stage-plan.ts';
import { type Bench, deployed, openBench } from '#test/functions/bench.ts';

describe('awaiting a deployment', () => {
  let bench: Bench;
  let fence: number;
  beforeEach(async () => {
    bench = openBench();
    await bench.accept(7);
    fence = (await bench.enter(7)).answer?.fence ?? 0;
    await bench.deploy(7, fence);
  });

  it('parks while ECS works, is woken by its event, and proves it from a fresh read', async () => {
    const { token, answer } = await bench.awaitDeployment(7, fence);
    expect(answer).toBeUndefined();
    const { arn = '' } = (await bench.ports.fleet.view(TARGET)) ?? {};
    await resumeWaits(bench.ports, {
      source: 'aws.ecs',
      'detail-type': 'ECS Deployment State Change',
      resources: [arn],
    });
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.awaitDeployment(7, fence)).answer).toBeUndefined();
    bench.ports.fleet.finishDeployment(TARGET);
    expect((await bench.awaitDeployment(7, fence)).answer).toMatchObject({
      status: 'settled',
      reason: expect.stringContaining('hello: 2 of 2 tasks run hello:2'),
    });
  });

  it('believes no event: a forged COMPLETED only costs a look (E14)', async () => {
    const { token } = await bench.awaitDeployment(7, fence);
    const { arn = '' } = (await bench.ports.fleet.view(TARGET)) ?? {};
    const forged = {
      source: 'aws.ecs',
      'detail-type': 'x',
      resources: [arn],
      detail: { ...{ eventName: 'COMPLETED' }, serviceArn: arn },
    };
    await resumeWaits(bench.ports, forged);
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bench.awaitDeployment(7, fence)).answer).toBeUndefined();
  });

  it('has failed when ECS turned around, although the service is at rest again (E09, G03)', async () => {
    bench.ports.fleet.failDeployment(TARGET, 'exit code 1');
    bench.ports.fleet.finishDeployment(TARGET);
    expect((await bench.awaitDeployment(7, fence)).answer).toEqual({
      status: 'failed',
      reason: 'hello: exit code 1; last task stopped: exit code 1',
    });
  });

  it('has failed at its deadline, counted from the intent (G05)', async () => {
    bench.pass(30 * MINUTE - 1);
    expect((await bench.awaitDeployment(7, fence)).answer).toBeUndefined();
    bench.pass(1);
    expect((await bench.awaitDeployment(7, fence)).answer).toMatchObject({ status: 'failed' });
  });

  it('has failed when somebody deploys over it (G07)', async () => {
    await bench.ports.fleet.deployByHand(TARGET, image('9'));
    expect((await bench.awaitDeployment(7, fence)).answer).toMatchObject({ status: 'failed' });
  });

  it('renews the lease that would run out before the deployment does (K02)', async () => {
    bench.pass(22 * MINUTE);
    await bench.awaitDeployment(7, fence);
    expect((await bench.environment()).holder?.leaseUntil).toBe(NOON + 64 * MINUTE);
  });

  it.each<VerifyPlan>([
    { kind: 'project', project: 'tests', withinSeconds: 3_600 },
    { kind: 'task', task: 'tests', cluster: 'main', withinSeconds: 3_600 },
    { kind: 'http', url: 'http://hello.test', expectStatus: 200, withinSeconds: 3_600 },
  ])('leaves a lease behind that outlasts tests during which nobody looks: $kind (K02)', async (verify) => {
    const other = openBench();
    const stage = aStage({ verify });
    const begun = await deployed(other, 7, stage);
    other.pass(70 * MINUTE);
    await other.awaitDeployment(7, begun);
    other.pass(60 * MINUTE);
    await other.accept(8);
    expect((await other.enter(8)).answer).toBeUndefined();
    expect((await other.release(8)).reason).toContain('hello#7 has the stage');
  });

  it('leaves a lease alone that is not yet half used up: a look costs no write', async () => {
    const { version } = await bench.environment();
    bench.pass(7 * MINUTE);
    await bench.awaitDeployment(7, fence);
    expect((await bench.environment()).version).toBe(version);
  });

  it('ends when the fence is lost', async () => {
    await expect(bench.awaitDeployment(7, fence + 1)).rejects.toMatchObject({ name: 'FenceLost' });
  });
});
