import { describe, expect, it } from 'vitest';
import { type AdmissionFacts, type ApprovalFacts, admit } from '#core/admission/admit.ts';
import { sayBlockers } from '#core/admission/blockers.ts';
import { aCurrent, aHolder, anEnvironment, digest, MINUTE, NOON, revision, SHA } from '#test/fixtures/ledger.ts';
import { anAlarm } from '#test/fixtures/world.ts';

const facts = (over: Partial<AdmissionFacts> = {}): AdmissionFacts => ({
  service: 'hello',
  number: 7,
  now: NOON,
  arrivedAt: NOON - MINUTE,
  waitAtMost: 60 * MINUTE,
  reverts: [],
  resumeOnRevert: false,
  environment: anEnvironment({ current: aCurrent() }),
  head: { service: 'hello', lastNumber: 7 },
  quarantine: undefined,
  alarms: [anAlarm('errors')],
  targets: [{ name: 'hello', primary: revision(5), expected: revision(5), backTo: revision(5), backToUsable: true }],
  ...over,
});

const quarantine = { service: 'hello', sha: SHA, release: 3, stage: 'production', reason: 'errors fired', at: NOON };
const hold = { kind: 'rollback' as const, release: 6, reason: 'rolled back', since: NOON - MINUTE };
const target = facts().targets[0] ?? {
  name: '',
  primary: undefined,
  expected: undefined,
  backTo: undefined,
  backToUsable: false,
};

describe('admission', () => {
  it('lets the newest release into a free, green stage', () => {
    expect(admit(facts())).toEqual({ kind: 'admitted', takeover: undefined });
  });

  it.each<[string, boolean, string[], string]>([
    ['lifts the hold for the commit that reverts the bad one, where that is enabled', true, [SHA], 'admitted'],
    ['keeps the hold for a revert where that is not enabled', false, [SHA], 'blocked'],
    ['keeps the hold for the revert of something else', true, ['f'.repeat(40)], 'blocked'],
  ])('%s', (_name, resumeOnRevert, reverts, kind) => {
    const environment = anEnvironment({ current: aCurrent(), hold: { ...hold, sha: SHA } });
    const admission = admit(facts({ environment, resumeOnRevert, reverts }));
    expect(admission.kind).toBe(kind);
    if (admission.kind === 'admitted') expect(admission.lifted).toMatchObject({ sha: SHA });
  });

  it('lets a named red alarm pass for a fix-forward, and no other one (B02)', () => {
    const fixForward = { by: 'amy', reason: 'mends it', at: NOON, alarms: ['errors'] };
    const environment = anEnvironment({ current: aCurrent(), fixForward });
    const red = (name: string) => anAlarm(name, { state: 'ALARM' });
    expect(admit(facts({ environment, alarms: [red('errors')] })).kind).toBe('admitted');
    expect(admit(facts({ environment, alarms: [red('errors'), red('latency')] })).kind).toBe('blocked');
    expect(admit(facts({ environment, alarms: [anAlarm('errors', { state: 'INSUFFICIENT_DATA' })] })).kind).toBe(
      'blocked',
    );
  });

  it('never lifts the hold of a failed rollback for a revert', () => {
    const environment = anEnvironment({ hold: { ...hold, kind: 'rollback-failed', sha: SHA } });
    expect(admit(facts({ environment, resumeOnRevert: true, reverts: [SHA] })).kind).toBe('blocked');
  });

  it('lets the first release ever in, where nothing is current yet', () => {
    const targets = [{ ...target, expected: undefined, backTo: undefined, backToUsable: false }];
    expect(admit(facts({ environment: anEnvironment(), targets })).kind).toBe('admitted');
  });

  it.each<[string, Partial<AdmissionFacts>, string, string]>([
    [
      'a newer one has reached the stage (E05)',
      { environment: anEnvironment({ arrived: 8 }) },
      'SUPERSEDED',
      'hello#8',
    ],
    [
      'a newer one is current there (E03)',
      { environment: anEnvironment({ current: aCurrent({ release: 9 }) }) },
      'SUPERSEDED',
      'hello#9',
    ],
    [
      'its branch was deleted (W15)',
      { head: { service: 'hello', lastNumber: 7, supersededUpTo: { number: 7, reason: 'the branch is gone' } } },
      'SUPERSEDED',
      'the branch is gone',
    ],
    ['its commit is quarantined (R09)', { quarantine }, 'REJECTED', 'quarantined since hello#3 (errors fired)'],
    [
      'an alarm does not exist (B05)',
      { alarms: [{ name: 'typo', kind: 'missing' }] },
      'FAILED',
      'alarm typo does not exist',
    ],
    ['a service does not exist (G06)', { targets: [{ ...target, primary: undefined }] }, 'FAILED', 'ECS service hello'],
    [
      'the way back is gone (R06)',
      { targets: [{ ...target, backToUsable: false }] },
      'FAILED',
      'hello:5 of hello, to which a rollback would go, is gone',
    ],
    [
      'it has waited as long as it may',
      { environment: anEnvironment({ hold }), now: NOON + 59 * MINUTE },
      'EXPIRED',
      'waited too long: the stage is held',
    ],
  ])('refuses for good when %s', (_, over, state, reason) => {
    expect(admit(facts(over))).toMatchObject({ kind: 'refused', state, reason: expect.stringContaining(reason) });
  });

  it.each<[string, Partial<AdmissionFacts>, string, string]>([
    [
      'another release has it',
      { environment: anEnvironment({ holder: aHolder() }) },
      'queued',
      'hello#6 has the stage since 2026-11-22 11:55 UTC',
    ],
    [
      'the stage is held',
      { environment: anEnvironment({ hold }) },
      'held',
      'held since 2026-11-22 11:59 UTC: rolled back',
    ],
    [
      'an alarm is red before anything was deployed (B01, B16)',
      { alarms: [anAlarm('errors', { state: 'ALARM' })] },
      'alarm',
      'errors is ALARM',
    ],
    [
      'an alarm has no data (B03)',
      { alarms: [anAlarm('errors', { state: 'INSUFFICIENT_DATA' })] },
      'alarm',
      'errors is INSUFFICIENT_DATA',
    ],
    [
      'an alarm cannot be read (B11)',
      { alarms: [{ name: 'errors', kind: 'unreadable', why: 'Throttling' }] },
      'alarm',
      'errors is unreadable (Throttling)',
    ],
    [
      'somebody deployed by hand (G07)',
      { targets: [{ ...target, primary: revision(66) }] },
      'drift',
      'hello runs hello:66, which Bakewatch did not deploy (expected hello:5)',
    ],
  ])('blocks while %s', (_, over, kind, sentence) => {
    const admission = admit(facts(over));
    if (admission.kind !== 'blocked') throw new Error(`expected it to be blocked, it is ${admission.kind}`);
    expect(admission.blockers.map((b) => b.kind)).toEqual([kind]);
    expect(sayBlockers(admission.blockers)).toContain(sentence);
    expect(sayBlockers(admission.blockers)).toContain('goes on when');
  });

  it('names every blocker at once', () => {
    const admission = admit(
      facts({
        environment: anEnvironment({ current: aCurrent(), hold }),
        alarms: [anAlarm('errors', { state: 'ALARM' }), anAlarm('latency', { state: 'ALARM' }), anAlarm('fine')],
        targets: [{ ...target, primary: revision(66) }],
      }),
    );
    expect(admission).toMatchObject({
      blockers: [{ kind: 'held' }, { name: 'errors' }, { name: 'latency' }, { kind: 'drift' }],
    });
  });

  it('does not take for drift what the release that has the stage deploys', () => {
    const environment = anEnvironment({ current: aCurrent(), holder: aHolder() });
    const admission = admit(facts({ environment, targets: [{ ...target, primary: revision(66) }] }));
    expect(admission).toMatchObject({ blockers: [{ kind: 'queued' }] });
  });

  it('takes a stage over from a holder whose lease ran out, and not a millisecond earlier (K01, K02)', () => {
    const held = (now: number) =>
      admit(facts({ now, environment: anEnvironment({ current: aCurrent(), holder: aHolder({ leaseUntil: NOON }) }) }));
    expect(held(NOON - 1).kind).toBe('blocked');
    expect(held(NOON)).toEqual({ kind: 'admitted', takeover: 'hello#6' });
  });

  describe('of a stage that people control', () => {
    const freeze = { by: 'amy', reason: 'the fair', at: NOON - MINUTE };
    const approval = (over: Partial<ApprovalFacts> = {}): ApprovalFacts => ({
      needed: 2,
      within: 30 * MINUTE,
      given: [],
      rejected: undefined,
      ...over,
    });
    const yes = (by: string) => ({ by, reason: 'looks good', at: NOON, digest: digest('7') });
    const shut = { kind: 'window' as const, reason: 'opens on Monday', opensAt: NOON + 10 * MINUTE };
    const blocked = (over: Partial<AdmissionFacts>) => {
      const admission = admit(facts(over));
      if (admission.kind !== 'blocked') throw new Error(`expected it to be blocked, it is ${admission.kind}`);
      return admission;
    };

    it.each<[string, object, string]>([
      ['everything', {}, 'everything'],
      ['its service', { service: 'hello' }, 'hello'],
      ['its stage', { service: 'hello', stage: 'production' }, 'hello production'],
      ['its stage of every service', { stage: 'production' }, 'production of every service'],
    ])('waits while %s is frozen, and says by whom and until when (J10)', (_, scope, said) => {
      const { blockers, recheckAt } = blocked({ freezes: [{ ...freeze, ...scope, until: NOON + 5 * MINUTE }] });
      expect(blockers.map(({ kind }) => kind)).toEqual(['frozen']);
      expect(sayBlockers(blockers)).toContain(`amy froze ${said} at 2026-11-22 11:59 UTC: the fair; goes on at`);
      expect(recheckAt).toBe(NOON + 5 * MINUTE);
    });

    it('is frozen until the very moment at which a freeze is over, and by one without an end until it is lifted', () => {
      const frozen = (now: number, until?: number) =>
        admit(facts({ now, freezes: [{ ...freeze, ...(until === undefined ? {} : { until }) }] })).kind;
      expect(frozen(NOON - 1, NOON)).toBe('blocked');
      expect(frozen(NOON, NOON)).toBe('admitted');
      expect(frozen(NOON)).toBe('blocked');
      expect(sayBlockers(blocked({ freezes: [freeze] }).blockers)).toContain('when somebody runs `bakewatch unfreeze`');
    });

    it('waits for its window, and is asked again when that opens', () => {
      expect(blocked({ window: shut })).toMatchObject({ blockers: [shut], recheckAt: NOON + 10 * MINUTE });
    });

    it('waits for as many approvals as are needed, and names who has given one', () => {
      const { blockers, recheckAt } = blocked({ approval: approval({ given: [yes('amy')] }) });
      expect(blockers).toEqual([{ kind: 'approval', given: ['amy'], needed: 2, until: NOON + 29 * MINUTE }]);
      expect(sayBlockers(blockers)).toContain('1 of 2 have approved (amy)');
      expect(recheckAt).toBe(NOON + 29 * MINUTE);
      expect(admit(facts({ approval: approval({ given: [yes('amy'), yes('bob')] }) })).kind).toBe('admitted');
    });

    it('expires when the approvals do not come in time, and not a millisecond earlier (J02)', () => {
      const at = (now: number, given = [yes('amy')]) => admit(facts({ now, approval: approval({ given }) }));
      expect(at(NOON + 29 * MINUTE - 1).kind).toBe('blocked');
      expect(at(NOON + 29 * MINUTE)).toMatchObject({
        state: 'EXPIRED',
        reason: expect.stringContaining('1 of 2 needed approvals came for production'),
      });
      expect(at(NOON + 29 * MINUTE, [yes('amy'), yes('bob')]).kind).toBe('admitted');
    });

    it('ends by one rejection, however many have approved (J01)', () => {
      const rejected = { by: 'eve', reason: 'not today' };
      expect(admit(facts({ approval: approval({ given: [yes('amy'), yes('bob')], rejected }) }))).toMatchObject({
        state: 'REJECTED',
        reason: 'rejected by eve: not today',
      });
    });

    it('lets an emergency pass windows and approvals, also late ones (J12)', () => {
      const late = { now: NOON + 29 * MINUTE, window: shut, approval: approval() };
      expect(admit(facts({ isEmergency: true, ...late })).kind).toBe('admitted');
    });

    it.each<[string, Partial<AdmissionFacts>]>([
      ['frozen', { freezes: [freeze] }],
      ['held', { environment: anEnvironment({ current: aCurrent(), hold }) }],
      ['alarm', { alarms: [anAlarm('errors', { state: 'ALARM' })] }],
      ['drift', { targets: [{ ...target, primary: revision(66) }] }],
      ['queued', { environment: anEnvironment({ current: aCurrent(), holder: aHolder() }) }],
    ])('does not let an emergency pass what is %s', (kind, over) => {
      expect(blocked({ isEmergency: true, ...over }).blockers.map((b) => b.kind)).toEqual([kind]);
    });

    it('does not let an emergency pass a quarantine', () => {
      expect(admit(facts({ isEmergency: true, quarantine }))).toMatchObject({ state: 'REJECTED' });
    });

    it('is asked again at the first moment that anything changes by itself, at the end of its time at the latest', () => {
      const holder = aHolder({ leaseUntil: NOON + 3 * MINUTE });
      const environment = anEnvironment({ current: aCurrent(), holder });
      const freezes = [{ ...freeze, until: NOON + 4 * MINUTE }];
      expect(blocked({ environment, freezes, window: shut }).recheckAt).toBe(NOON + 3 * MINUTE);
      expect(blocked({ freezes, window: shut, approval: approval() }).recheckAt).toBe(NOON + 4 * MINUTE);
      expect(blocked({ window: { ...shut, opensAt: NOON - 1 } }).recheckAt).toBe(NOON + 59 * MINUTE);
      expect(blocked({ window: { kind: 'window', reason: 'never again' } }).recheckAt).toBe(NOON + 59 * MINUTE);
      expect(blocked({ alarms: [anAlarm('errors', { state: 'ALARM' })] }).recheckAt).toBe(NOON + 59 * MINUTE);
    });
  });

  describe('of a way back', () => {
    const everything: Partial<AdmissionFacts> = {
      freezes: [{ by: 'amy', reason: 'the fair', at: NOON }],
      window: { kind: 'window', reason: 'shut' },
      approval: { needed: 1, within: MINUTE, given: [], rejected: { by: 'eve', reason: 'no' } },
      alarms: [anAlarm('errors', { state: 'ALARM' }), { name: 'typo', kind: 'missing' }],
    };
    const environment = anEnvironment({ current: aCurrent(), hold, arrived: 9 });

    it('lets a rollback pass holds, freezes, windows, approvals, alarms and newer releases, and lifts nothing (M08)', () => {
      expect(admit(facts({ turn: 'rollback', ...everything, environment }))).toEqual({
        kind: 'admitted',
        takeover: undefined,
        lifted: undefined,
      });
    });

    it('queues a rollback behind a release at work, which it takes the stage from when its lease runs out', () => {
      const queue = (leaseUntil: number) => ({ ...environment, holder: aHolder({ leaseUntil }) });
      expect(admit(facts({ turn: 'rollback', environment: queue(NOON + 1) }))).toMatchObject({
        blockers: [{ kind: 'queued' }],
        recheckAt: NOON + 1,
      });
      expect(admit(facts({ turn: 'rollback', environment: queue(NOON) }))).toMatchObject({ takeover: 'hello#6' });
    });

    it('keeps a rollback from overwriting what somebody deployed (G07)', () => {
      const targets = [{ ...target, primary: revision(66) }];
      expect(admit(facts({ turn: 'rollback', targets }))).toMatchObject({ blockers: [{ kind: 'drift' }] });
    });

    it.each<[string, Partial<AdmissionFacts>, string, string]>([
      ['is quarantined by now', { quarantine }, 'REJECTED', 'quarantined since hello#3'],
      ['is gone', { targets: [{ ...target, backToUsable: false }] }, 'FAILED', 'hello:5 of hello'],
      [
        'never ran on one of the targets',
        { targets: [target, { ...target, name: 'worker', backTo: undefined, backToUsable: false }] },
        'FAILED',
        'never ran on worker',
      ],
      ['has no service any more', { targets: [{ ...target, primary: undefined }] }, 'FAILED', 'ECS service hello'],
    ])('refuses a rollback to what %s, before anything is touched (S10)', (_, over, state, reason) => {
      expect(admit(facts({ turn: 'rollback', ...over }))).toMatchObject({
        kind: 'refused',
        state,
        reason: expect.stringContaining(reason),
      });
    });

    it.each<[string, Partial<AdmissionFacts>, string]>([
      ['was taken over', { environment: { ...environment, holder: aHolder() } }, 'hello#6 has taken production over'],
      ['was freed', { environment }, 'production was freed meanwhile'],
    ])('refuses to settle a stage that %s: it is not its own any more (K05)', (_, over, reason) => {
      expect(admit(facts({ turn: 'settle', ...over }))).toMatchObject({
        kind: 'refused',
        state: 'ROLLBACK_FAILED',
        reason: expect.stringContaining(reason),
      });
    });

    it('counts the rollback that was asked for last, and only among rollbacks', () => {
      const turning = (number: number) =>
        admit(facts({ turn: 'rollback', environment: { ...environment, turning: number } }));
      expect(turning(8)).toMatchObject({
        state: 'SUPERSEDED',
        reason: expect.stringContaining('hello#8, a later rollback'),
      });
      expect(turning(7).kind).toBe('admitted');
      expect(admit(facts({ environment: anEnvironment({ current: aCurrent(), turning: 8 }) })).kind).toBe('admitted');
    });
  });

  it('says whose drift it is when one of our releases left it there', () => {
    const targets = [{ ...target, primary: revision(66), owner: 'hello#6' }];
    const admission = admit(facts({ targets }));
    if (admission.kind !== 'blocked') throw new Error(`expected it to be blocked, it is ${admission.kind}`);
    expect(admission.blockers).toMatchObject([{ kind: 'drift', owner: 'hello#6' }]);
    expect(sayBlockers(admission.blockers)).toContain(
      'hello runs hello:66, which hello#6 left there (expected hello:5)',
    );
  });

  it('is not in its own way', () => {
    const environment = anEnvironment({ current: aCurrent(), holder: aHolder({ release: 7 }) });
    expect(admit(facts({ environment }))).toEqual({ kind: 'admitted', takeover: undefined });
  });

  it('waits to the very end of its time, and is admitted then if nothing is in the way any more', () => {
    const now = NOON + 59 * MINUTE;
    expect(admit(facts({ environment: anEnvironment({ hold }), now: now - 1 })).kind).toBe('blocked');
    expect(admit(facts({ now })).kind).toBe('admitted');
  });
});
