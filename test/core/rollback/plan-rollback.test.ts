import { describe, expect, it } from 'vitest';
import { LANDS_WITHIN_MS, planRollback, type RollbackFacts } from '#core/rollback/plan-rollback.ts';
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

  it('does not call a target untouched while a call that was given up may still land (F10)', () => {
    const view = aView(revision(5));
    const asked = (over: Partial<RollbackFacts>) =>
      planRollback(facts({ forward: aDeployment(), view, decidedAt: NOON, ...over })).kind;
    expect(asked({ now: NOON })).toBe('unknown');
    expect(asked({ now: NOON + LANDS_WITHIN_MS - 1 })).toBe('unknown');
    expect(asked({ now: NOON + LANDS_WITHIN_MS })).toBe('untouched');
    // Nothing was intended: nothing can land.
    expect(asked({ now: NOON, forward: undefined })).toBe('untouched');
    // One of them landed meanwhile; another attempt's may still be on its way, and would land over the way back.
    expect(asked({ now: NOON + 1, view: aView(revision(7)) })).toBe('unknown');
    expect(asked({ now: NOON + LANDS_WITHIN_MS, view: aView(revision(7)) })).toBe('redeploy');
    expect(asked({ now: NOON + 1, view: aView(revision(7)), forward: aDeployment({ requestedAt: NOON }) })).toBe(
      'redeploy',
    );
  });

  it('goes nowhere after a migration that cannot be undone, whatever was deployed', () => {
    const migration = { startedAt: NOON, taskDefinition: revision(3), reversible: false };
    for (const forward of [aDeployment({ requestedAt: NOON }), undefined])
      expect(planRollback(facts({ migration, forward }))).toEqual({
        kind: 'irreversible',
        reason: 'its migration hello:3 cannot be undone, so hello stays as it is',
      });
    expect(planRollback(facts({ migration: { ...migration, reversible: true } })).kind).toBe('redeploy');
  });

  describe('by hand', () => {
    const named = aCurrent({ release: 4, digest: digest('4'), taskDefinitions: { hello: revision(4) } });
    const byHand = (over: Partial<RollbackFacts> = {}) =>
      planRollback(facts({ forward: undefined, named, view: aView(revision(5)), ...over }));

    it('replaces what Bakewatch made healthy there by what a person named', () => {
      expect(byHand()).toEqual({ kind: 'redeploy', to: revision(4), digest: digest('4') });
    });

    it('only proves what is there already', () => {
      expect(byHand({ view: aView(revision(4)) })).toEqual({ kind: 'prove', to: revision(4), digest: digest('4') });
    });

    it('expects the digest that was adopted in the place of what was named', () => {
      const adopted = { ...named, adopted: { hello: digest('9') } };
      expect(byHand({ named: adopted })).toMatchObject({ digest: digest('9') });
    });

    it.each<[string, Partial<RollbackFacts>, string]>([
      ['over a stranger`s deployment (G07)', { view: aView(revision(9)) }, 'hello:9, which somebody else deployed'],
      ['where the service is gone', { view: undefined }, 'the ECS service of hello is gone'],
      [
        'to what never ran on the target',
        { named: { ...named, taskDefinitions: { other: revision(4) } } },
        'release 4 never ran on hello',
      ],
    ])('is impossible %s', (_, over, reason) => {
      expect(byHand(over)).toMatchObject({ kind: 'impossible', reason: expect.stringContaining(reason) });
    });
  });

  it.each([undefined, aView(revision(7), { status: 'INACTIVE' })])(
    'cannot go back where the service is gone (G06)',
    (view) => {
      expect(planRollback(facts({ view }))).toEqual({ kind: 'impossible', reason: 'the ECS service of hello is gone' });
    },
  );
});
