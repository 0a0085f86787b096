import { describe, expect, it } from 'vitest';
import type { EventKind, LedgerEvent } from '#core/ledger/items.ts';
import type { Release, ReleaseState } from '#core/release/release.ts';
import { progressOf, type Step } from '#views/release/progress-of.ts';

const STAGES = [
  { name: 'staging', hasTests: true },
  { name: 'production', hasTests: false },
];

type Line = [kind: EventKind, state: ReleaseState, stage?: string];

const BUILT: Line[] = [
  ['accepted', 'ACCEPTED'],
  ['prepared', 'BUILDING'],
  ['artifact', 'WAITING'],
];
const IN_STAGING: Line[] = [
  ['arrived', 'WAITING', 'staging'],
  ['entered', 'DEPLOYING', 'staging'],
  ['deploying', 'DEPLOYING', 'staging'],
];

/** Each line comes ten seconds after the one before it. */
function progress(...lines: Line[]): string[] {
  const events = lines.map(
    ([kind, state, stage], i): LedgerEvent => ({
      release: 'hello#1',
      number: i + 1,
      at: i * 10_000,
      actor: 'bakewatch',
      kind,
      sentence: kind,
      state,
      ...(stage ? { stage } : {}),
    }),
  );
  const state = lines.at(-1)?.[1] ?? 'ACCEPTED';
  return progressOf({ state, acceptedAt: 0 } as Release, events, STAGES).map(
    ({ stage, steps }) => `${stage ?? '-'}: ${steps.map(say).join(', ')}`,
  );
}

function say({ name, status, startedAt, endedAt }: Step): string {
  const took = startedAt !== undefined && endedAt !== undefined ? ` ${(endedAt - startedAt) / 1_000} s` : '';
  return `${name} ${status}${took}`;
}

describe('progressOf', () => {
  it('begins with the preparation', () => {
    expect(progress(['accepted', 'ACCEPTED'])).toEqual([
      '-: Prepare active, Build to come',
      'staging: Enter to come, Deploy to come, Verify to come, Bake to come',
      'production: Enter to come, Deploy to come, Bake to come',
    ]);
  });

  it('has a step for checks where a release waits for some, before its build', () => {
    const waiting: Line[] = [
      ['accepted', 'ACCEPTED'],
      ['prepared', 'CHECKING'],
      ['blocked', 'CHECKING'],
    ];
    expect(progress(...waiting)[0]).toBe('-: Prepare done 10 s, Checks active, Build to come');
    expect(progress(...waiting, ['checked', 'BUILDING'])[0]).toBe(
      '-: Prepare done 10 s, Checks done 20 s, Build active',
    );
    expect(progress(...waiting, ['ended', 'EXPIRED'])[0]).toBe(
      '-: Prepare done 10 s, Checks failed 20 s, Build skipped',
    );
  });

  it('shows how long each step took and which one is being taken', () => {
    expect(progress(...BUILT, ...IN_STAGING)).toEqual([
      '-: Prepare done 10 s, Build done 10 s',
      'staging: Enter done 10 s, Deploy active, Verify to come, Bake to come',
      'production: Enter to come, Deploy to come, Bake to come',
    ]);
  });

  it('adds the way back after the step that failed, and skips what will never come', () => {
    const lines: Line[] = [
      ...BUILT,
      ...IN_STAGING,
      ['verified', 'VERIFYING', 'staging'],
      ['bake-started', 'BAKING', 'staging'],
      ['rolling-back', 'ROLLING_BACK', 'staging'],
      ['ended', 'ROLLED_BACK', 'staging'],
    ];
    expect(progress(...lines).slice(1)).toEqual([
      'staging: Enter done 10 s, Deploy done 20 s, Verify done 0 s, Bake failed 10 s, Roll back done 10 s',
      'production: Enter skipped, Deploy skipped, Bake skipped',
    ]);
  });

  it('fails the build when the release ends there', () => {
    expect(progress(['accepted', 'ACCEPTED'], ['prepared', 'BUILDING'], ['ended', 'FAILED'])[0]).toBe(
      '-: Prepare done 10 s, Build failed 10 s',
    );
  });

  it('still shows a stage that is no longer configured', () => {
    expect(progress(...BUILT, ['arrived', 'WAITING', 'canary']).at(-1)).toBe(
      'canary: Enter active, Deploy to come, Bake to come',
    );
  });
});
