import type { Blocker } from '#core/admission/blockers.ts';
import type { ExplainFacts } from '#core/explain/facts.ts';
import type { Release, ReleaseState } from '#core/release/release.ts';
import { aCurrent, aHolder, MINUTE, NOON, SHA } from '#test/fixtures/ledger.ts';
import { aCarrier, aPassedRun, aRun, aStageOf, asked, runs } from './given.ts';

/** `hello#7` has passed staging, and waits for production. */
export function waitingFor(blocker: Blocker, environment: Parameters<typeof aStageOf>[1] = {}): ExplainFacts {
  const run = aRun('production', { arrivedAt: NOON + 13 * MINUTE, blockers: [blocker], recheckAt: NOON + 60 * MINUTE });
  return asked({
    carriers: [
      aCarrier(
        { state: 'WAITING', stage: 'production' },
        { runs: { staging: aPassedRun('staging'), production: run } },
      ),
    ],
    stages: [aStageOf('staging', runs(7)), aStageOf('production', environment)],
  });
}

/** `hello#7` is at work in production. */
export function working(
  state: ReleaseState,
  run: Parameters<typeof aRun>[1] = {},
  over: Partial<Release> = {},
): ExplainFacts {
  const entered = aRun('production', { enteredAt: NOON + 14 * MINUTE, ...run });
  return asked({
    carriers: [
      aCarrier(
        { state, stage: 'production', ...over },
        {
          runs: { staging: aPassedRun('staging'), production: entered },
          bakes: { production: { forMs: 10 * MINUTE, decideWithinMs: 60 * MINUTE } },
        },
      ),
    ],
    stages: [aStageOf('staging', runs(7)), aStageOf('production', { holder: aHolder({ release: 7 }) })],
  });
}

/** `hello#7` has ended, before it had reached a stage or (`stage`) in one. */
export function ended(state: ReleaseState, reason: string, over: Partial<Release> = {}): ExplainFacts {
  const { stage } = over;
  const production = aRun('production', {
    enteredAt: NOON + 14 * MINUTE,
    leftAt: NOON + 18 * MINUTE,
    rollback: { reason, at: NOON },
  });
  const passed = stage === 'production' ? { staging: aPassedRun('staging'), production } : {};
  return asked({
    carriers: [aCarrier({ state, reason, endedAt: NOON + 18 * MINUTE, ...over }, { runs: passed })],
    stages: [aStageOf('staging', stage === 'production' ? runs(7) : {}), aStageOf('production')],
  });
}

export const SUCCEEDED: ExplainFacts = asked({
  carriers: [
    aCarrier(
      { state: 'SUCCEEDED', stage: 'production', reason: 'is in production: healthy', endedAt: NOON + 12 * MINUTE },
      { runs: { staging: aPassedRun('staging'), production: aPassedRun('production') } },
    ),
  ],
  stages: [aStageOf('staging', runs(7)), aStageOf('production', runs(7))],
});

/** A person took production back after `hello#7` had been healthy there. */
export function takenBack(): ExplainFacts {
  const { release: turn } = aCarrier({
    number: 8,
    state: 'SUCCEEDED',
    stage: 'production',
    endedAt: NOON + 17 * MINUTE,
    turnsBack: { stage: 'production', goesTo: aCurrent(), by: 'amy', reason: 'orders are lost' },
  });
  const hold = {
    kind: 'rollback' as const,
    release: 7,
    sha: SHA,
    reason: 'production is back on hello#5',
    since: NOON,
  };
  const [service] = SUCCEEDED.services;
  return asked({
    carriers: service?.carriers ?? [],
    stages: [aStageOf('staging', runs(7)), aStageOf('production', { hold }, { turn })],
    quarantine: { service: 'hello', sha: SHA, release: 7, stage: 'production', reason: 'orders are lost', at: NOON },
  });
}

/** `hello#7` did not make it, and `hello#9`, which contains it, is in production. */
export function carriedOn(bond: 'contains' | 'presumed' = 'contains'): ExplainFacts {
  const later = aCarrier(
    { number: 9, sha: 'e'.repeat(40), state: 'SUCCEEDED', stage: 'production', reason: 'is in production: healthy' },
    { bond, runs: { staging: aPassedRun('staging'), production: aPassedRun('production') } },
  );
  const own = aCarrier({
    state: 'SUPERSEDED',
    stage: 'production',
    reason: 'superseded by hello#9, which reached production first',
  });
  return asked({ carriers: [later, own], stages: [aStageOf('staging', runs(9)), aStageOf('production', runs(9))] });
}
