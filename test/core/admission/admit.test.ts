import { describe, expect, it } from 'vitest';
import { type AdmissionFacts, admit } from '#core/admission/admit.ts';
import { sayBlockers } from '#core/admission/blockers.ts';
import { aCurrent, aHolder, anEnvironment, MINUTE, NOON, revision, SHA } from '#test/fixtures/ledger.ts';
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
      'hello#6 has the stage since 11:55:00 UTC',
    ],
    ['the stage is held', { environment: anEnvironment({ hold }) }, 'held', 'held since 11:59:00 UTC: rolled back'],
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
