import { sayDuration } from '../config/duration.ts';
import type { BakeRule, StagePlan } from '../plan/plan.ts';
import type { ForecastLine } from './forecast.ts';

export function sayBake({ forMs, atMostMs, alarms, evidence }: BakeRule): ForecastLine {
  if (forMs === 0)
    return { what: 'bake', says: ['nothing is watched: it goes on as soon as every task is seen to run it'] };
  return {
    what: 'bake',
    says: [
      `${sayDuration(forMs)}, and one evaluation of the slowest alarm more, watching ${alarms.join(', ')}`,
      ...(evidence ? [`at least ${evidence.minSamples} of ${evidence.namespace} ${evidence.metric} must be seen`] : []),
      ...(atMostMs > forMs ? [`goes on up to ${sayDuration(atMostMs)} while something is not known`] : []),
    ],
  };
}

/** After a rollback somebody has to look; what a migration has done to the data may forbid to go back. */
export function sayBad({ migrate, rollbackWithin, resumeOnRevert }: StagePlan): ForecastLine {
  if (migrate && !migrate.reversible)
    return {
      what: 'if bad',
      says: [
        'once its migration has begun it does not go back: its traffic is left alone, and somebody is called',
        'the stage is held until somebody resumes it; the commit is quarantined',
      ],
    };
  return {
    what: 'if bad',
    says: [
      `goes back to what was healthy there before, proved within ${sayDuration(rollbackWithin)}`,
      `the stage is held until somebody resumes it${resumeOnRevert ? ', or a push reverts the commit' : ''}; the commit is quarantined`,
    ],
  };
}

export function sayUnclear({ inconclusive, decideWithinMs }: BakeRule): ForecastLine {
  const says =
    inconclusive === 'rollback'
      ? 'taken for bad'
      : `the stage is held and somebody is called; without an answer within ${sayDuration(decideWithinMs)} it is taken for bad`;
  return { what: 'if unclear', says: [says] };
}
