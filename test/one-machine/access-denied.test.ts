import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Refusal } from '#local/iam/authorize.ts';
import { createAuthorizer } from '#local/iam/create-authorizer.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { everythingBut } from '#test/fixtures/iam/everything-but.ts';
import {
  countDeployments,
  ended,
  faulty,
  openScene,
  pushed,
  readStage,
  releaseEvents,
  type Scene,
  story,
  whatRuns,
} from './scene.ts';

/** SDK, Lambda and Step Functions each try again: together never more often than this (scenario A03). */
const MOST_ATTEMPTS = 9;

describe('a role that loses a permission in the middle (A10)', { timeout: 120_000 }, () => {
  let scene: Scene;
  let visitors: Visitors;
  let roles = createAuthorizer(everythingBut({}));
  let refusals: Refusal[] = [];

  const lose = (without: Record<string, string[]>): void => {
    roles = createAuthorizer(everythingBut(without));
    refusals = [];
  };

  beforeAll(async () => {
    scene = await openScene(5_400, {
      authorize(...asked) {
        const refusal = roles.authorize(...asked);
        if (refusal) refusals.push(refusal);
        return refusal;
      },
    });
    visitors = startVisitors(scene.machine.urls.production, 25);
  }, 60_000);
  afterAll(async () => {
    visitors?.stop();
    await scene?.close();
  }, 30_000);

  const release = async (number: number, files: Record<string, string>) => {
    await pushed(scene.machine.repository.workingCopyDirectory, files, `Change ${number}`);
    return await ended(scene.machine.table, number, 60_000);
  };

  test('before a deployment: the release fails with what AWS said, nothing is changed, and the stage is free', async () => {
    const { machine } = scene;
    expect((await release(1, faulty(0))).state, await story(machine.table, 1)).toBe('SUCCEEDED');
    expect(refusals).toEqual([]);
    const before = await whatRuns(machine.clients, 'staging');
    const deployments = await countDeployments(machine.clients, 'staging');

    lose({ 'bakewatch-start-deployment': ['ecs:RegisterTaskDefinition'] });
    const failed = await release(2, { 'README.md': 'Two.\n' });
    expect(failed).toMatchObject({ state: 'FAILED', stage: 'staging' });
    expect(failed.reason).toMatch(
      /start-deployment is not authorized to perform: ecs:RegisterTaskDefinition on resource: .*hello-staging:\* because no identity-based policy allows.*nothing was changed in staging/,
    );
    expect(refusals.length).toBeLessThanOrEqual(MOST_ATTEMPTS);
    expect(await whatRuns(machine.clients, 'staging')).toEqual(before);
    expect(await countDeployments(machine.clients, 'staging')).toBe(deployments);
    expect((await readStage(machine.table, 'staging')).holder).toBeUndefined();
  });

  test('on the way back: the rollback fails loudly, and nobody deploys over it', async () => {
    const { machine } = scene;
    lose({ 'bakewatch-start-rollback': ['ecs:UpdateService', 'ecs:StopServiceDeployment'] });
    const failed = await release(3, faulty(0.4));
    expect(failed, await story(machine.table, 3)).toMatchObject({ state: 'ROLLBACK_FAILED', stage: 'production' });
    expect(failed.reason).toMatch(
      /start-rollback is not authorized to perform: ecs:UpdateService on resource: .*service\/production\/hello/,
    );
    expect(refusals.length).toBeLessThanOrEqual(MOST_ATTEMPTS);
    expect((await releaseEvents(machine.table, 3)).at(-1)).toMatchObject({ kind: 'ended', page: true });
    expect(await readStage(machine.table, 'production')).toMatchObject({
      holder: { release: 3 },
      current: { release: 1 },
    });
  });
});
