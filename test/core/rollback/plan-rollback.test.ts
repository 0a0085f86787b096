import { describe, expect, it } from 'vitest';
import { planRollback, type RollbackFacts } from '#core/rollback/plan-rollback.ts';
import { aCurrent, aDeployment, anEnvironment, digest, MINUTE, NOON, revision } from '#test/fixtures/ledger.ts';
import { aServiceDeployment, aView } from '#test/fixtures/world.ts';

const back = { to: revision(5), digest: digest('5') };
const own = (status: string, over = {}) => [aServiceDeployment({ status, ...over })];

const facts = (over: Partial<RollbackFacts> = {}): RollbackFacts => ({
  target: 'hello',
  environment: anEnvironment({ current: aCurrent() }),
  forward: aDeployment({ requestedAt: NOON + 500 }),
  view: aView(revision(7)),
  ...over,
});

describe('the plan of a rollback', () => {
  it('leaves a target alone that was never meant to change (R11)', () => {
    expect(planRollback(facts({ forward: undefined }))).toEqual({ kind: 'untouched' });
  });

  it('leaves a target alone of which ECS was never asked anything: the intent alone changes nothing (R11)', () => {
    const view = aView(revision(5), { serviceDeployments: own('SUCCESSFUL', { taskDefinition: revision(5) }) });
    expect(planRollback(facts({ forward: aDeployment(), view }))).toEqual({ kind: 'untouched' });
  });

  it.each(['PENDING', 'IN_PROGRESS'])('stops a forward deployment that is %s (R01)', (status) => {
    const view = aView(revision(7), { serviceDeployments: own(status) });
    expect(planRollback(facts({ view }))).toEqual({
      kind: 'stop',
      serviceDeployment: aServiceDeployment().arn,
      ...back,
    });
  });

  it('deploys the old revision over a forward deployment that is over', () => {
    expect(planRollback(facts())).toEqual({ kind: 'redeploy', ...back });
  });

  it('sees what ECS has although the answer was lost (A04, C01)', () => {
    const view = aView(revision(7), { serviceDeployments: own('IN_PROGRESS') });
    expect(planRollback(facts({ forward: aDeployment(), view })).kind).toBe('stop');
  });

  it('knows its own deployment by the revision, whatever the clocks say (K08)', () => {
    const view = aView(revision(5), {
      serviceDeployments: own('ROLLBACK_SUCCESSFUL', { createdAt: NOON - 10 * MINUTE }),
    });
    expect(planRollback(facts({ forward: aDeployment(), view }))).toEqual({ kind: 'prove', ...back });
  });

  it('only proves it when ECS turned around by itself (G03)', () => {
    for (const status of ['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'])
      expect(planRollback(facts({ view: aView(revision(7), { serviceDeployments: own(status) }) })).kind).toBe('prove');
    expect(
      planRollback(facts({ view: aView(revision(5), { serviceDeployments: own('ROLLBACK_SUCCESSFUL') }) })),
    ).toEqual({ kind: 'prove', ...back });
  });

  it('deploys itself when ECS failed to turn around', () => {
    const view = aView(revision(7), { serviceDeployments: own('ROLLBACK_FAILED') });
    expect(planRollback(facts({ view }))).toEqual({ kind: 'redeploy', ...back });
  });

  it('goes to what the ledger calls current, not to what ECS calls its last (R07)', () => {
    const forward = aDeployment({ requestedAt: NOON, from: revision(6) });
    const view = aView(revision(7), { serviceDeployments: own('IN_PROGRESS') });
    expect(planRollback(facts({ forward, view }))).toEqual({ kind: 'redeploy', ...back });
  });

  it('has nowhere to go when nothing was ever healthy there, and leaves traffic as it is (R02)', () => {
    expect(planRollback(facts({ environment: anEnvironment() }))).toEqual({
      kind: 'no target',
      reason: 'nothing was ever healthy in production of hello: traffic is left as it is',
    });
  });

  it('has nowhere to go on a target that is new to the stage', () => {
    const environment = anEnvironment({ current: aCurrent({ taskDefinitions: { other: revision(5) } }) });
    expect(planRollback(facts({ environment })).kind).toBe('no target');
  });

  it('never overwrites what somebody else deployed meanwhile (G07, R05)', () => {
    expect(planRollback(facts({ view: aView(revision(9)) }))).toEqual({
      kind: 'impossible',
      reason: 'hello runs hello:9, which somebody else deployed: it is not overwritten',
    });
  });

  it.each([undefined, aView(revision(7), { status: 'INACTIVE' })])(
    'cannot go back where the service is gone (G06)',
    (view) => {
      expect(planRollback(facts({ view }))).toEqual({ kind: 'impossible', reason: 'the ECS service of hello is gone' });
    },
  );
});
