import { describe, expect, it } from 'vitest';
import { LANDS_WITHIN_MS, planRollback, type RollbackFacts, type RollbackStep } from '#core/rollback/plan-rollback.ts';
import { NOON, revision } from '#test/fixtures/ledger.ts';
import { listed } from '#test/fixtures/world.ts';
import { aRollback } from './given/fleets.ts';
import { holds, must, reached } from './holds.ts';

const KINDS = ['untouched', 'unknown', 'no target', 'irreversible', 'stop', 'redeploy', 'prove', 'impossible'] as const;

const primaryOf = ({ view }: RollbackFacts): string | undefined =>
  view?.deployments.find(({ status }) => status === 'PRIMARY')?.taskDefinition;
const ownOf = ({ view, forward }: RollbackFacts) =>
  view?.serviceDeployments.filter((d) => d.taskDefinition === forward?.taskDefinition) ?? [];
const goesTo = (step: RollbackStep): string | undefined => ('to' in step ? step.to : undefined);

describe('the plan of a rollback', () => {
  it('goes nowhere but to what was current, and says why when it does nothing (S10)', () => {
    const kinds = reached(...KINDS);
    holds(aRollback, (facts) => {
      const step = planRollback(facts);
      kinds.note(step.kind);
      const back = facts.named ?? facts.environment.current;
      if ('reason' in step) return step.reason.length > 0 && !/undefined|\[object/.test(step.reason);
      if (step.kind === 'untouched') return true;
      must(step.to === back?.taskDefinitions[facts.target], `it goes to ${step.to}`);
      return step.digest === (back?.adopted?.[facts.target] ?? back?.digest);
    });
    expect(kinds.rare()).toEqual([]);
  });

  it('deploys nothing over what a stranger deployed (S15)', () => {
    holds(aRollback, (facts) => {
      const strange = { ...facts, view: facts.view && { ...facts.view, deployments: [listed(revision(8))] } };
      return planRollback(strange).kind !== 'redeploy';
    });
  });

  it('stops only its own deployment, while it can be stopped and ends where the way back leads', () => {
    holds(aRollback, (facts) => {
      const step = planRollback(facts);
      if (step.kind !== 'stop') return true;
      must(facts.forward?.from === step.to, 'ECS would take it elsewhere');
      return ownOf(facts).some((d) => d.arn === step.serviceDeployment && /^(PENDING|IN_PROGRESS)$/.test(d.status));
    });
  });

  it('leaves alone exactly what ECS was never asked to change, once no call can land any more (R11)', () => {
    holds(aRollback, (given) => {
      const facts = { ...given, named: undefined, migration: undefined, decidedAt: undefined };
      if (facts.view?.status !== 'ACTIVE') return true;
      const { forward } = facts;
      const isAsked =
        forward !== undefined &&
        (forward.requestedAt !== undefined || ownOf(facts).length > 0 || primaryOf(facts) === forward.taskDefinition);
      return (planRollback(facts).kind === 'untouched') === !isAsked;
    });
  });

  it('asks ECS for nothing only when it is there, or on its way by itself', () => {
    holds(aRollback, (facts) => {
      const step = planRollback(facts);
      if (step.kind !== 'prove') return true;
      const isTurning = ownOf(facts).some((d) => /^ROLLBACK_(REQUESTED|IN_PROGRESS|SUCCESSFUL)$/.test(d.status));
      return primaryOf(facts) === step.to || (isTurning && facts.forward?.from === step.to);
    });
  });

  it('takes nothing for untouched while a call that was given up may still land', () => {
    holds(aRollback, (facts) => {
      const soon = { ...facts, decidedAt: NOON, now: NOON + LANDS_WITHIN_MS - 1 };
      return facts.forward === undefined || planRollback(soon).kind !== 'untouched';
    });
  });

  it('takes nothing back that runs on what cannot be undone, unless a person names it', () => {
    holds(aRollback, (facts) => {
      const migration = { startedAt: NOON, taskDefinition: revision(7), reversible: false };
      return planRollback({ ...facts, named: undefined, migration }).kind === 'irreversible';
    });
  });

  it('is the same plan when it is made again after it was carried out', () => {
    holds(aRollback, (facts) => {
      const step = planRollback(facts);
      const to = goesTo(step);
      // ECS goes on listing the deployment that it was asked for, or the ledger has it.
      const isKnown = facts.forward?.requestedAt !== undefined || ownOf(facts).length > 0 || facts.named !== undefined;
      if (step.kind !== 'redeploy' || !facts.view || !to || !isKnown) return true;
      const done = { ...facts, view: { ...facts.view, deployments: [listed(to)] } };
      return goesTo(planRollback(done)) === to;
    });
  });
});
