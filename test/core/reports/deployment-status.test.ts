import { describe, expect, it } from 'vitest';
import type { Run } from '#core/ledger/items.ts';
import { ONGOING, type Release } from '#core/release/release.ts';
import { deploymentStatus, ownerOf, type ReportedStage } from '#core/reports/deployment-status.ts';
import { aCurrent, anEnvironment, aRelease, MINUTE, NOON } from '#test/fixtures/ledger.ts';

const run = (over: Partial<Run> = {}): Run => ({
  release: 'hello#7',
  stage: 'production',
  arrivedAt: NOON,
  enteredAt: NOON,
  ...over,
});
const healthy = { leftAt: NOON + MINUTE, verdict: { kind: 'healthy', reason: 'all is well', at: NOON } };
const turned = { leftAt: NOON + MINUTE, rollback: { reason: 'red', at: NOON } };
const release = (over: Partial<Release> = {}): Release => aRelease({ stage: 'production', reason: 'why', ...over });
const at = (of: Partial<Run>, current?: number, turn?: Release): ReportedStage => ({
  run: run(of),
  environment: anEnvironment(current === undefined ? {} : { current: aCurrent({ release: current }) }),
  turn,
});
const byHand = (over: Partial<Release> = {}): Release =>
  release({
    number: 8,
    state: 'SUCCEEDED',
    turnsBack: { stage: 'production', goesTo: aCurrent({ release: 5 }), by: 'amy', reason: 'slow' },
    ...over,
  });
const state = (of: Release, stage: ReportedStage): string => deploymentStatus(of, stage, undefined).state;

describe('a release in a stage', () => {
  it.each(ONGOING)('is in progress while it is %s there', (ongoing) => {
    expect(state(release({ state: ongoing }), at({}, 5))).toBe('in_progress');
  });

  it('is active when it has left the stage healthy, for as long as the stage is its own', () => {
    const passed = release({ state: 'WAITING', stage: 'staging' });
    expect(deploymentStatus(passed, at(healthy, 7), 'https://e')).toEqual({
      state: 'success',
      description: 'hello#7 runs in production',
      url: 'https://e',
    });
    expect(deploymentStatus(passed, at(healthy, 9), undefined)).toEqual({
      state: 'inactive',
      description: 'production runs hello#9',
    });
  });

  it('stays active there when it fails in a later stage', () => {
    const failed = release({ state: 'ROLLBACK_FAILED', stage: 'production' });
    const staging = {
      ...at(healthy, 7),
      environment: anEnvironment({ stage: 'staging', current: aCurrent({ release: 7 }) }),
    };
    expect(state(failed, staging)).toBe('success');
  });

  it.each([
    ['ROLLED_BACK', 'failure'],
    ['FAILED', 'failure'],
    ['ROLLBACK_FAILED', 'error'],
    ['CANCELLED', 'inactive'],
  ] as const)('that was turned around and ended %s is %s, with the reason', (ended, said) => {
    const status = deploymentStatus(release({ state: ended }), at(turned, 5), undefined);
    expect(status).toEqual({ state: said, description: 'why' });
  });

  it('that ended without leaving is an error: nobody knows what runs', () => {
    expect(state(release({ state: 'ROLLBACK_FAILED' }), at({}, 5))).toBe('error');
  });

  it('that was found healthy and whose way back broke all the same is an error', () => {
    expect(state(release({ state: 'ROLLBACK_FAILED' }), at(healthy, 5))).toBe('error');
  });

  it('is not active in a stage that has nothing of the service', () => {
    expect(state(release({ state: 'SUCCEEDED' }), at(healthy))).toBe('inactive');
  });
});

describe('a rollback by hand', () => {
  const before = at(healthy, 5, byHand());

  it('is what the stage runs from then on, and neither the release before nor the one that it went back to', () => {
    expect(deploymentStatus(byHand(), { ...before, run: run(turned) }, undefined)).toEqual({
      state: 'success',
      description: 'hello#8 took production back to hello#5',
    });
    expect(state(release({ number: 7, state: 'SUCCEEDED' }), before)).toBe('inactive');
    expect(state(release({ number: 5, state: 'SUCCEEDED' }), before)).toBe('inactive');
  });

  it('changes nothing until it has succeeded', () => {
    const under = byHand({ state: 'ROLLING_BACK' });
    expect(state(under, { ...at({}, 7, under), run: run() })).toBe('in_progress');
    expect(ownerOf(at({}, 7, under))).toBe(7);
    expect(ownerOf(at({}, 5, byHand({ state: 'ROLLBACK_FAILED' })))).toBe(5);
  });

  it('is over when a later release is healthy there', () => {
    const later = at(turned, 9, byHand());
    expect(deploymentStatus(byHand(), later, undefined)).toEqual({
      state: 'inactive',
      description: 'production runs hello#9',
    });
  });

  it('that failed says so', () => {
    expect(state(byHand({ state: 'ROLLBACK_FAILED' }), at(turned, 7))).toBe('error');
    expect(state(byHand({ state: 'FAILED' }), at(turned, 7))).toBe('failure');
  });
});
