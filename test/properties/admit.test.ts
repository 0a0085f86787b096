import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admission, type AdmissionFacts, admit } from '#core/admission/admit.ts';
import { sayBlocker, sayBlockers } from '#core/admission/blockers.ts';
import type { Environment } from '#core/ledger/items.ts';
import { aHolder, NOON, revision, SHA } from '#test/fixtures/ledger.ts';
import { anAlarm } from '#test/fixtures/world.ts';
import { anAdmission } from './given/admissions.ts';
import { span } from './given/moments.ts';
import { holds, must, reached } from './holds.ts';

/** What `joinReasons` lets through, and the words around it. */
const LONGEST_REASON = 2_500;
const DAY = 86_400_000;

const inEnvironment = (facts: AdmissionFacts, over: Partial<Environment>): AdmissionFacts => ({
  ...facts,
  environment: { ...facts.environment, ...over },
});

/** Each is reason enough to keep a release out that goes forward. A new blocker is one more line. */
const TROUBLES: Record<string, (facts: AdmissionFacts) => AdmissionFacts> = {
  'another release is in the stage': (facts) =>
    inEnvironment(facts, { holder: aHolder({ release: 99, leaseUntil: facts.now + 1 }) }),
  'a hold that no revert lifts': (facts) =>
    inEnvironment(facts, { hold: { kind: 'rollback-failed', release: 3, reason: 'x', since: NOON, sha: SHA } }),
  'a hold for a commit that it does not revert': (facts) =>
    inEnvironment(facts, { hold: { kind: 'rollback', release: 3, reason: 'x', since: NOON, sha: '9'.repeat(40) } }),
  'a freeze without end': (facts) => ({ ...facts, freezes: [{ by: 'amy', reason: 'x', at: NOON }] }),
  'a freeze that is not over': (facts) => ({
    ...facts,
    freezes: [...(facts.freezes ?? []), { by: 'amy', reason: 'x', at: NOON, until: facts.now + 1 }],
  }),
  'a window that is shut': (facts) => ({
    ...facts,
    isEmergency: false,
    window: { kind: 'window', reason: 'Friday evening', opensAt: facts.now + 1 },
  }),
  'an approval that is missing': (facts) => ({
    ...facts,
    isEmergency: false,
    approval: { needed: 1, within: DAY, given: [], rejected: undefined },
  }),
  'a person who said no': (facts) => ({
    ...facts,
    isEmergency: false,
    approval: { needed: 0, within: DAY, given: [], rejected: { by: 'bob', reason: 'no' } },
  }),
  'a red alarm that nobody let pass': (facts) => withAlarm(facts, anAlarm('other', { state: 'ALARM' })),
  'an alarm without data': (facts) => withAlarm(facts, anAlarm('errors', { state: 'INSUFFICIENT_DATA' })),
  'an alarm that cannot be read': (facts) => withAlarm(facts, { kind: 'unreadable', name: 'errors', why: 'denied' }),
  'an alarm that is not there': (facts) => withAlarm(facts, { kind: 'missing', name: 'errors' }),
  'a deployment by hand': (facts) => ({
    ...inEnvironment(facts, {}),
    targets: facts.targets.map((t) => ({ ...t, expected: revision(5), primary: revision(8) })),
  }),
  'a service that is gone': (facts) => ({
    ...facts,
    targets: facts.targets.map((t) => ({ ...t, primary: undefined })),
  }),
  'a way back that is gone': (facts) => ({
    ...facts,
    targets: facts.targets.map((t) => ({ ...t, backTo: revision(4), backToUsable: false })),
  }),
  'a quarantine': (facts) => ({
    ...facts,
    quarantine: { service: 'hello', sha: SHA, release: 3, stage: 'staging', reason: 'x', at: NOON },
  }),
  'a newer release that has arrived': (facts) => inEnvironment(facts, { arrived: facts.number + 1 }),
  'a branch that was deleted': (facts) => ({
    ...facts,
    head: { ...facts.head, supersededUpTo: { number: facts.number, reason: 'deleted' } },
  }),
};

const withAlarm = (facts: AdmissionFacts, alarm: AdmissionFacts['alarms'][number]): AdmissionFacts => ({
  ...facts,
  alarms: [...facts.alarms, alarm],
});

const saysOf = (admission: Admission): string =>
  admission.kind === 'refused' ? admission.reason : admission.kind === 'blocked' ? sayBlockers(admission.blockers) : '';

describe('admission', () => {
  it('says why not, in a bounded sentence, whatever the facts are (S21)', () => {
    const seen = reached('admitted', 'blocked', 'refused');
    const blockers = reached('queued', 'held', 'frozen', 'window', 'approval', 'alarm', 'drift');
    holds(anAdmission, (facts) => {
      const admission = admit(facts);
      seen.note(admission.kind);
      if (admission.kind === 'admitted') return true;
      const said = saysOf(admission);
      must(said.length > 0 && said.length <= LONGEST_REASON, `a sentence of ${said.length} characters`);
      must(said.isWellFormed() && !/undefined|NaN|\[object/.test(said), `a sentence for programmers: ${said}`);
      if (admission.kind === 'refused') return true;
      must(admission.blockers.length > 0, 'blocked by nothing');
      for (const blocker of admission.blockers) {
        must(blocker.kind !== 'checks', 'no stage waits for checks');
        if (blocker.kind === 'checks') continue;
        blockers.note(blocker.kind);
        must(/goes on|shut/.test(sayBlocker(blocker)), `no way out of: ${sayBlocker(blocker)}`);
      }
      return true;
    });
    expect(seen.rare()).toEqual([]);
    expect(blockers.rare()).toEqual([]);
  });

  it('lets nothing forward while there is one reason not to (S6)', () => {
    holds(fc.tuple(anAdmission, fc.constantFrom(...Object.keys(TROUBLES))), ([facts, name]) => {
      const forward = { ...facts, turn: undefined };
      return admit(TROUBLES[name]?.(forward) ?? forward).kind !== 'admitted';
    });
  });

  it('lets in whoever has no reason against it', () => {
    holds(anAdmission, (given) => {
      const facts = given.turn === 'settle' ? { ...given, turn: undefined } : given;
      const cleared: AdmissionFacts = {
        ...facts,
        environment: { service: 'hello', stage: 'production', fence: facts.environment.fence, arrived: facts.number },
        head: { service: 'hello', lastNumber: 9 },
        quarantine: undefined,
        freezes: [],
        window: undefined,
        approval: undefined,
        alarms: facts.alarms.map(({ name }) => anAlarm(name)),
        targets: facts.targets.map(({ name }) => ({
          name,
          primary: revision(5),
          expected: revision(5),
          backTo: revision(5),
          backToUsable: true,
        })),
      };
      return admit(cleared).kind === 'admitted';
    });
  });

  it('lets no red alarm pass that no fix-forward names, nor one that says nothing (S8, B02)', () => {
    holds(anAdmission, (facts) => {
      if (facts.turn || admit(facts).kind !== 'admitted') return true;
      const named = facts.environment.fixForward?.alarms ?? [];
      return facts.alarms.every(
        (a) => a.kind === 'read' && (a.state === 'OK' || (a.state === 'ALARM' && named.includes(a.name))),
      );
    });
  });

  it('lets at most one of two releases into a stage that both have reached (S4, S5)', () => {
    holds(fc.tuple(anAdmission, fc.integer({ min: 1, max: 9 })), ([facts, by]) => {
      const older = { ...facts, turn: undefined };
      const newer = { ...older, number: facts.number + by };
      const arrived = { arrived: newer.number };
      return [older, newer].filter((each) => admit(inEnvironment(each, arrived)).kind === 'admitted').length <= 1;
    });
  });

  it('lets nobody in beside a release whose lease runs, and tells whom it takes over from (S4)', () => {
    holds(anAdmission, (facts) => {
      const admission = admit(facts);
      if (admission.kind !== 'admitted') return true;
      const { holder } = facts.environment;
      const isOther = holder !== undefined && holder.release !== facts.number;
      must(!isOther || holder.leaseUntil <= facts.now, 'two in one stage');
      return (admission.takeover !== undefined) === isOther;
    });
  });

  it('never overwrites a deployment by hand, be it forward or back (S15)', () => {
    holds(anAdmission, (facts) => {
      if (facts.turn === 'settle' || admit(facts).kind !== 'admitted') return true;
      const isOurs = (t: AdmissionFacts['targets'][number]): boolean =>
        facts.turn === 'rollback' && t.owner !== undefined;
      return facts.targets.every((t) => t.expected === undefined || t.primary === t.expected || isOurs(t));
    });
  });

  it('lets a rollback pass holds, freezes, windows, approvals and alarms (M08)', () => {
    const past = ['hold', 'freeze', 'window', 'approval', 'alarm', 'person who said no'];
    const names = Object.keys(TROUBLES).filter((name) => past.some((word) => name.includes(word)));
    holds(fc.tuple(anAdmission, fc.constantFrom(...names)), ([facts, name]) => {
      const back = { ...facts, turn: 'rollback' as const, waitAtMost: DAY };
      return admit(TROUBLES[name]?.(back) ?? back).kind === admit(back).kind;
    });
  });

  it('says the same until the moment at which it says to ask again', () => {
    holds(fc.tuple(anAdmission, fc.nat({ max: 1_000 })), ([facts, part]) => {
      const admission = admit(facts);
      if (admission.kind !== 'blocked') return true;
      must(admission.recheckAt > facts.now, 'ask again before now');
      const now = facts.now + Math.floor(((admission.recheckAt - facts.now - 1) * part) / 1_000);
      return isDeepStrictEqual(admit({ ...facts, now }), admission);
    });
  });

  it('stays with what it refused for good, and never refuses a wait before its time', () => {
    holds(fc.tuple(anAdmission, span), ([facts, ms]) => {
      const admission = admit(facts);
      if (admission.kind !== 'refused') return true;
      if (admission.state === 'EXPIRED') {
        const { approval, waitAtMost } = facts;
        return facts.now >= facts.arrivedAt + Math.min(waitAtMost, approval?.within ?? waitAtMost);
      }
      return admit({ ...facts, now: facts.now + ms }).kind === 'refused';
    });
  });

  it('lets nobody wait for ever', () => {
    holds(anAdmission, (facts) => {
      const now = facts.arrivedAt + facts.waitAtMost;
      return admit({ ...facts, now }).kind !== 'blocked';
    });
  });
});
