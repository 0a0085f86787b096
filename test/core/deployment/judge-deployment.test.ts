import { describe, expect, it } from 'vitest';
import { type DeploymentLook, type Expectation, judgeDeployment } from '#core/deployment/judge-deployment.ts';
import type { ServiceView } from '#core/ports/fleet.ts';
import { digest, MINUTE, NOON, revision } from '#test/fixtures/ledger.ts';
import { aServiceDeployment, aTask, aView, listed } from '#test/fixtures/world.ts';

const expected = (over: Partial<Expectation> = {}): Expectation => ({
  taskDefinition: revision(7),
  digest: digest('7'),
  startedAt: NOON,
  deadline: NOON + 30 * MINUTE,
  direction: 'forward',
  ...over,
});

const tasks = [aTask(revision(7), '7'), aTask(revision(7), '7')];
const look = (view: ServiceView | undefined, over: Partial<DeploymentLook> = {}): DeploymentLook => ({
  view,
  tasks,
  stopped: [],
  ...over,
});
const LATER = NOON + MINUTE;
const rollingOut = aView(revision(7), {
  running: 2,
  deployments: [
    listed(revision(7), { rolloutState: 'IN_PROGRESS', running: 1 }),
    listed(revision(5), { status: 'ACTIVE', running: 1 }),
  ],
  serviceDeployments: [aServiceDeployment({ status: 'IN_PROGRESS' })],
});
/** ECS went back by itself: the old revision is PRIMARY and its rollout COMPLETED, as after any success. */
const turned = (status: string, reason = 'tasks failed to start'): ServiceView =>
  aView(revision(5), { serviceDeployments: [aServiceDeployment({ status, reason })] });

describe('a deployment', () => {
  it('has settled when everything there is the revision and the digest', () => {
    expect(judgeDeployment(expected(), look(aView(revision(7))), LATER)).toEqual({
      kind: 'settled',
      reason: '2 of 2 tasks run hello:7',
    });
  });

  it('has settled also when that is seen only after the deadline', () => {
    expect(judgeDeployment(expected(), look(aView(revision(7))), NOON + 31 * MINUTE).kind).toBe('settled');
  });

  it.each<[string, DeploymentLook, string]>([
    ['tasks are still being replaced', look(rollingOut), 'the rollout of hello:7 is IN_PROGRESS, 1 of 2 tasks run'],
    [
      'ECS still shows the revision before (A07)',
      look(aView(revision(5), { serviceDeployments: [] })),
      'PRIMARY is hello:5, not hello:7',
    ],
    [
      'an older rollout still drains',
      look(aView(revision(7), { deployments: [listed(revision(7)), listed(revision(5), { status: 'DRAINING' })] })),
      '1 older deployment(s) are still draining',
    ],
    [
      'the service deployment is not over although its rollout says COMPLETED (E08)',
      look(aView(revision(7), { serviceDeployments: [aServiceDeployment({ status: 'IN_PROGRESS' })] })),
      'service deployment of hello:7 is IN_PROGRESS',
    ],
    [
      'one task runs the old revision after COMPLETED (G09)',
      look(aView(revision(7)), { tasks: [aTask(revision(7), '7'), aTask(revision(5), '5')] }),
      'a task still runs hello:5',
    ],
    [
      'one task of the revision runs another image (G09, X06)',
      look(aView(revision(7)), { tasks: [aTask(revision(7), '7'), aTask(revision(7), '6')] }),
      `a task runs the image ${digest('6')}, not ${digest('7')}`,
    ],
    ['a task is missing', look(aView(revision(7)), { tasks: tasks.slice(1) }), '1 of 2 tasks run'],
  ])('goes on while %s, and has failed when that lasts to the deadline (G04, G05)', (_, seen, reason) => {
    expect(judgeDeployment(expected(), seen, NOON + 30 * MINUTE - 1)).toEqual({ kind: 'in progress', reason });
    expect(judgeDeployment(expected(), seen, NOON + 30 * MINUTE)).toEqual({
      kind: 'failed',
      reason: `not done within 30 min: ${reason}`,
    });
  });

  it.each(['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED', 'STOP_REQUESTED'])(
    'has failed when ECS turned it around (%s), although PRIMARY is COMPLETED (E09, G03)',
    (status) => {
      expect(judgeDeployment(expected(), look(turned(status)), LATER)).toEqual({
        kind: 'failed',
        reason: 'tasks failed to start',
      });
      expect(judgeDeployment(expected(), look(turned(status, '')), LATER).reason).toContain(status);
    },
  );

  it('has failed when somebody deploys over it (G07)', () => {
    const over = (status: string, reason: string) =>
      aView(revision(9), {
        serviceDeployments: [
          aServiceDeployment({ taskDefinition: revision(9), status: 'IN_PROGRESS', createdAt: NOON + MINUTE }),
          aServiceDeployment({ status, reason }),
        ],
      });
    expect(judgeDeployment(expected(), look(over('STOPPED', 'a newer one replaced it')), LATER)).toMatchObject({
      kind: 'failed',
      reason: 'a newer one replaced it',
    });
    expect(judgeDeployment(expected(), look(over('SUCCESSFUL', '')), LATER)).toMatchObject({
      kind: 'failed',
      reason: 'hello:9 was deployed over it by somebody else',
    });
  });

  it('is not confused by the end of an older deployment of another revision (E08)', () => {
    const view = aView(revision(7), {
      deployments: [listed(revision(7), { rolloutState: 'IN_PROGRESS' })],
      serviceDeployments: [
        aServiceDeployment({ status: 'IN_PROGRESS' }),
        aServiceDeployment({ taskDefinition: revision(5), status: 'ROLLBACK_SUCCESSFUL', createdAt: NOON - MINUTE }),
      ],
    });
    expect(judgeDeployment(expected(), look(view), LATER).kind).toBe('in progress');
  });

  it('has failed when the rollout itself says so, and says why the last task stopped', () => {
    const view = aView(revision(7), {
      deployments: [listed(revision(7), { rolloutState: 'FAILED', reason: 'tasks failed to start.' })],
      serviceDeployments: [aServiceDeployment({ status: 'IN_PROGRESS' })],
    });
    const stopped = [
      { arn: 't1', taskDefinition: revision(5), reason: 'scaled in' },
      { arn: 't2', taskDefinition: revision(7), reason: 'exit code 1' },
    ];
    expect(judgeDeployment(expected(), look(view, { stopped }), LATER)).toEqual({
      kind: 'failed',
      reason: 'tasks failed to start.; last task stopped: exit code 1',
    });
  });

  it.each([undefined, aView(revision(7), { status: 'DRAINING' }), aView(revision(7), { status: 'INACTIVE' })])(
    'has failed when the service is gone or going (G06)',
    (view) => {
      expect(judgeDeployment(expected(), look(view), LATER)).toEqual({
        kind: 'failed',
        reason: 'the ECS service is gone or no longer active',
      });
    },
  );

  it('takes a task whose digest ECS does not report by its revision', () => {
    const { digest: _, ...silent } = aTask(revision(7), '7');
    expect(judgeDeployment(expected(), look(aView(revision(7)), { tasks: [silent, silent] }), LATER).kind).toBe(
      'settled',
    );
  });
});

describe('the way back', () => {
  const back = expected({ taskDefinition: revision(5), digest: digest('5'), direction: 'rollback' });
  const old = [aTask(revision(5), '5'), aTask(revision(5), '5')];

  it('has settled when ECS has completed its rollback of the forward deployment', () => {
    expect(judgeDeployment(back, look(turned('ROLLBACK_SUCCESSFUL'), { tasks: old }), LATER).kind).toBe('settled');
  });

  it('goes on while ECS is on its way back, and is not failed by the forward deployment`s end', () => {
    for (const status of ['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'])
      expect(judgeDeployment(back, look(turned(status), { tasks: old }), LATER).kind).toBe('in progress');
  });

  it('goes on while ECS still shows the bad revision, although its own earlier deployment is long over (A07)', () => {
    const earlier = aServiceDeployment({ taskDefinition: revision(5), status: 'SUCCESSFUL', createdAt: NOON - MINUTE });
    const stale = aView(revision(7), { serviceDeployments: [aServiceDeployment(), earlier] });
    expect(judgeDeployment(back, look(stale), LATER)).toEqual({
      kind: 'in progress',
      reason: 'PRIMARY is hello:7, not hello:5',
    });
  });

  it('goes on while a task of the bad revision still runs, and fails at the deadline', () => {
    const mixed = look(turned('ROLLBACK_SUCCESSFUL'), { tasks: [...old, aTask(revision(7), '7')] });
    expect(judgeDeployment(back, mixed, LATER)).toEqual({ kind: 'in progress', reason: 'a task still runs hello:7' });
    expect(judgeDeployment(back, mixed, back.deadline).kind).toBe('failed');
  });

  it('fails when the old revision does not come up either (R04)', () => {
    const view = aView(revision(5), {
      deployments: [listed(revision(5), { rolloutState: 'FAILED', reason: 'no capacity' })],
    });
    expect(judgeDeployment(back, look(view, { tasks: [] }), LATER)).toEqual({ kind: 'failed', reason: 'no capacity' });
  });
});
