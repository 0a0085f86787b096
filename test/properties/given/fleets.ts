import fc from 'fast-check';
import type { DeploymentLook, Expectation } from '#core/deployment/judge-deployment.ts';
import type { ServiceView } from '#core/ports/fleet.ts';
import type { RollbackFacts } from '#core/rollback/plan-rollback.ts';
import { aCurrent, aDeployment, anEnvironment, digest, NOON, revision } from '#test/fixtures/ledger.ts';
import { aServiceDeployment, aTask, aView, listed } from '#test/fixtures/world.ts';
import { moment } from './moments.ts';
import { text } from './texts.ts';

/** 5 is what was healthy, 7 is the release's, 8 a stranger's. */
const aRevision = fc.constantFrom(revision(7), revision(7), revision(7), revision(5), revision(8));

export const serviceDeploymentStatus = fc.constantFrom(
  'PENDING',
  'IN_PROGRESS',
  'SUCCESSFUL',
  'SUCCESSFUL',
  'STOPPED',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
  'SOMETHING_NEW',
);

const serviceDeployment = fc
  .record({
    status: serviceDeploymentStatus,
    reason: fc.oneof(fc.constant(''), text),
    taskDefinition: aRevision,
    createdAt: moment,
  })
  .map((over) => aServiceDeployment(over));

const deployment = fc
  .record({
    status: fc.constantFrom('PRIMARY', 'PRIMARY', 'PRIMARY', 'ACTIVE', 'DRAINING'),
    taskDefinition: aRevision,
    rolloutState: fc.constantFrom('COMPLETED', 'COMPLETED', 'IN_PROGRESS', 'FAILED'),
    reason: fc.oneof(fc.constant(''), text),
  })
  .map(({ taskDefinition, ...over }) => listed(taskDefinition, over));

/** What ECS may show of a service: at rest, in the middle of something, gone. */
export const view: fc.Arbitrary<ServiceView | undefined> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 12,
    arbitrary: fc
      .record({
        status: fc.oneof(
          { weight: 12, arbitrary: fc.constant('ACTIVE') },
          { weight: 1, arbitrary: fc.constant('DRAINING') },
        ),
        desired: fc.integer({ min: 0, max: 2 }),
        deployments: fc.oneof(
          { weight: 3, arbitrary: fc.tuple(deployment) },
          { weight: 1, arbitrary: fc.array(deployment, { maxLength: 3 }) },
        ),
        serviceDeployments: fc.array(serviceDeployment, { maxLength: 2 }),
      })
      .map((over) => aView(revision(7), over)),
  },
);

const task = fc
  .tuple(fc.constantFrom(7, 7, 7, 7, 5), fc.constantFrom('7', '7', '7', '5', undefined))
  .map(([number, digit]) => {
    const { digest: runs, ...rest } = aTask(revision(number), digit ?? '7');
    return digit ? { ...rest, digest: runs ?? '' } : rest;
  });

export const aLook: fc.Arbitrary<DeploymentLook> = fc.record({
  view,
  tasks: fc.array(task, { maxLength: 3 }),
  stopped: fc.array(
    fc.record({ arn: fc.constant('arn'), taskDefinition: aRevision, reason: fc.oneof(fc.constant(''), text) }),
    { maxLength: 2 },
  ),
});

export const anExpectation: fc.Arbitrary<Expectation> = fc.record({
  taskDefinition: fc.constant(revision(7)),
  digest: fc.constantFrom(digest('7'), digest('7'), ''),
  startedAt: fc.constant(NOON),
  deadline: moment.filter((at) => at >= NOON),
  direction: fc.constantFrom('forward', 'rollback'),
});

const forward = fc
  .record(
    {
      requestedAt: moment,
      from: fc.constantFrom(revision(5), revision(5), revision(6)),
    },
    { requiredKeys: ['from'] },
  )
  .map((over) => aDeployment(over));

const named = fc.constantFrom(
  aCurrent({ release: 3, taskDefinitions: { hello: revision(3) } }),
  aCurrent({ release: 3, taskDefinitions: {} }),
);

/** A target that is to go back: with or without something to go back to, in whatever state ECS left it. */
export const aRollback: fc.Arbitrary<RollbackFacts> = fc.record({
  target: fc.constant('hello'),
  environment: fc.constantFrom(
    anEnvironment({ current: aCurrent() }),
    anEnvironment({ current: aCurrent() }),
    anEnvironment({ current: aCurrent({ adopted: { hello: digest('6') } }) }),
    anEnvironment({ current: aCurrent({ taskDefinitions: { other: revision(5) } }) }),
    anEnvironment(),
  ),
  forward: fc.oneof({ weight: 8, arbitrary: forward }, { weight: 1, arbitrary: fc.constant(undefined) }),
  view,
  named: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: named }),
  migration: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.boolean().map((reversible) => ({ startedAt: NOON, taskDefinition: revision(7), reversible })),
    },
  ),
  decidedAt: fc.constantFrom(undefined, NOON),
  now: moment,
});
