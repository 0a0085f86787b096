import type { Bond, Carrier, ExplainFacts, ServiceFacts, StageFacts } from '#core/explain/facts.ts';
import type { Environment, Run } from '#core/ledger/items.ts';
import type { Release } from '#core/release/release.ts';
import { aCurrent, anEnvironment, aRelease, MINUTE, NOON, SHA } from '#test/fixtures/ledger.ts';

/** A release that has the commit: `hello#7`, just accepted, unless it is said otherwise. */
export function aCarrier(over: Partial<Release> = {}, rest: Partial<Omit<Carrier, 'release'>> = {}): Carrier {
  const { pk: _pk, sk: _sk, version: _version, ...release } = aRelease(over);
  return { release, bond: 'own' as Bond, runs: {}, bakes: {}, ...rest };
}

export const aRun = (stage: string, over: Partial<Run> = {}): Run => ({
  release: 'hello#7',
  stage,
  arrivedAt: NOON + MINUTE,
  ...over,
});

/** It came, was healthy and left. */
export const aPassedRun = (stage: string): Run =>
  aRun(stage, { enteredAt: NOON + 2 * MINUTE, leftAt: NOON + 12 * MINUTE, bakeStartedAt: NOON + 2 * MINUTE });

/** A stage in which `hello#5` runs, without the commit. */
export const aStageOf = (
  name: string,
  over: Partial<Environment> = {},
  rest: Partial<StageFacts> = {},
): StageFacts => ({
  name,
  environment: anEnvironment({ stage: name, current: aCurrent(), ...over }),
  ...rest,
});

/** A stage in which this release runs since twelve past noon. */
export const runs = (number: number) => ({ current: aCurrent({ release: number, sha: SHA, at: NOON + 12 * MINUTE }) });

/** Staging and production, in which `hello#5` runs; nothing is known of the commit. */
export const aService = (over: Partial<ServiceFacts> = {}): ServiceFacts => ({
  service: 'hello',
  branch: 'main',
  pushes: [],
  standing: 'unknown',
  isHosted: 'unknown',
  carriers: [],
  stages: [aStageOf('staging'), aStageOf('production')],
  ...over,
});

/** Asked twenty minutes past noon. */
export const asked = (service: Partial<ServiceFacts>, over: Partial<ExplainFacts> = {}): ExplainFacts => ({
  asked: SHA.slice(0, 7),
  now: NOON + 20 * MINUTE,
  sha: SHA,
  services: [aService(service)],
  unanswered: [],
  ...over,
});
