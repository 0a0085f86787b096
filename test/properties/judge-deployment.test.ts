import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeploymentLook, type Expectation, judgeDeployment } from '#core/deployment/judge-deployment.ts';
import { digest, revision } from '#test/fixtures/ledger.ts';
import { aServiceDeployment, aTask, listed } from '#test/fixtures/world.ts';
import { aLook, anExpectation, serviceDeploymentStatus } from './given/fleets.ts';
import { moment, span } from './given/moments.ts';
import { holds, must, reached } from './holds.ts';

interface Case {
  expected: Expectation;
  look: DeploymentLook;
  now: number;
}
const aCase: fc.Arbitrary<Case> = fc.record({ expected: anExpectation, look: aLook, now: moment });
const kindOf = ({ expected, look, now }: Case) => judgeDeployment(expected, look, now).kind;

const OVER = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED', 'SOMETHING_NEW']);

/** S11, said the other way round: nothing is there but the revision, and enough of it. */
function isThere({ expected, look: { view, tasks } }: Case): boolean {
  const [only, ...others] = view?.deployments ?? [];
  return (
    view?.status === 'ACTIVE' &&
    only?.status === 'PRIMARY' &&
    others.length === 0 &&
    only.taskDefinition === expected.taskDefinition &&
    only.rolloutState === 'COMPLETED' &&
    view.serviceDeployments.every(({ status }) => OVER.has(status)) &&
    tasks.length >= view.desired &&
    tasks.every((task) => task.taskDefinition === expected.taskDefinition) &&
    tasks.every((task) => expected.digest === '' || task.digest === undefined || task.digest === expected.digest)
  );
}

/** Each is something else than the expected revision, or not enough of it. */
const STRANGERS: Record<string, (look: DeploymentLook) => DeploymentLook> = {
  'a task of another revision': (look) => ({ ...look, tasks: [...look.tasks, aTask(revision(5), '7')] }),
  'a task of another image': (look) => ({ ...look, tasks: [...look.tasks, aTask(revision(7), '6')] }),
  'a deployment that drains': (look) =>
    inView(look, (view) => ({ deployments: [...view.deployments, listed(revision(5), { status: 'DRAINING' })] })),
  'a service deployment under way': (look) =>
    inView(look, (view) => ({
      serviceDeployments: [...view.serviceDeployments, aServiceDeployment({ status: 'ROLLBACK_IN_PROGRESS' })],
    })),
  'a task too few': (look) => inView(look, () => ({ desired: look.tasks.length + 1 })),
  'no service': (look) => ({ ...look, view: undefined }),
};

const inView = (
  look: DeploymentLook,
  over: (view: NonNullable<DeploymentLook['view']>) => Partial<NonNullable<DeploymentLook['view']>>,
): DeploymentLook => ({ ...look, view: look.view && { ...look.view, ...over(look.view) } });

describe('the judgement of a deployment', () => {
  it('is settled exactly when nothing but the revision is there, and always says why (S11)', () => {
    const kinds = reached('settled', 'failed', 'in progress');
    holds(aCase, (each) => {
      const { kind, reason } = judgeDeployment(each.expected, each.look, each.now);
      kinds.note(kind);
      must((kind === 'settled') === isThere(each), `${kind}, and the world says otherwise`);
      must(reason.length > 0 && reason.length <= 2_500, `a reason of ${reason.length} characters`);
      must(reason.isWellFormed() && !/undefined|NaN|\[object/.test(reason), `a reason for programmers: ${reason}`);
    });
    expect(kinds.rare()).toEqual([]);
  });

  it('is not settled while a single thing differs', () => {
    holds(fc.tuple(aCase, fc.constantFrom(...Object.keys(STRANGERS))), ([each, name]) => {
      const expected = { ...each.expected, digest: digest('7') };
      return kindOf({ ...each, expected, look: STRANGERS[name]?.(each.look) ?? each.look }) !== 'settled';
    });
  });

  it('is never taken back because time goes by, and open no longer than its deadline', () => {
    holds(fc.tuple(aCase, span), ([each, ms]) => {
      const kind = kindOf(each);
      must(kind !== 'in progress' || each.now < each.expected.deadline, 'open after its deadline');
      const then = kindOf({ ...each, now: each.now + ms });
      return kind === 'in progress' ? then !== 'settled' : then === kind;
    });
  });

  it('gives a way back its whole time, unless ECS itself gives the revision up (L5)', () => {
    holds(fc.tuple(aCase, serviceDeploymentStatus), ([each, status]) => {
      const look = inView(each.look, () => ({ serviceDeployments: [aServiceDeployment({ status })] }));
      const back = { ...each, look, expected: { ...each.expected, direction: 'rollback' as const } };
      if (back.now >= back.expected.deadline || look.view?.status !== 'ACTIVE') return true;
      const isGivenUp = look.view.deployments.some(({ rolloutState }) => rolloutState === 'FAILED');
      return isGivenUp || kindOf(back) !== 'failed';
    });
  });

  it('asks the newest of its own deployments, in whatever order ECS lists them (E11)', () => {
    holds(aCase, (each) => {
      const own = [
        aServiceDeployment({ status: 'STOPPED', createdAt: 1 }),
        aServiceDeployment({ status: 'IN_PROGRESS', createdAt: 2 }),
      ];
      const listed = (serviceDeployments: typeof own) =>
        kindOf({ ...each, look: inView(each.look, () => ({ serviceDeployments })) });
      const isOpen = each.look.view?.status === 'ACTIVE' && each.now < each.expected.deadline;
      const isGivenUp = each.look.view?.deployments.some(({ rolloutState }) => rolloutState === 'FAILED');
      return listed(own) === listed(own.toReversed()) && (!isOpen || isGivenUp || listed(own) === 'in progress');
    });
  });

  it('fails a way forward at once that ECS turned around (E09)', () => {
    const turned = fc.constantFrom('STOPPED', 'STOP_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_SUCCESSFUL');
    holds(fc.tuple(aCase, turned), ([each, status]) => {
      const look = inView(each.look, () => ({ serviceDeployments: [aServiceDeployment({ status })] }));
      const ahead = { ...each, look, expected: { ...each.expected, direction: 'forward' as const } };
      return kindOf(ahead) === 'failed' || isThere(ahead);
    });
  });
});
