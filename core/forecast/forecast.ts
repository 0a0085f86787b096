import type { StagePlan } from '../plan/plan.ts';

/** What a push to a service would do, for people and for machines. All times are milliseconds. */
export interface Forecast {
  service: string;
  repository: string;
  /** Which pushes become releases, and how those are built. */
  lines: ForecastLine[];
  stages: StageForecast[];
  takes: Takes & { sentence: string };
}

export interface StageForecast {
  name: string;
  lines: ForecastLine[];
  takes: Takes;
  /** What a release would carry with it, were it to begin now. */
  plan: StagePlan;
}

export interface ForecastLine {
  what:
    | 'push'
    | 'checks'
    | 'build'
    | 'enter'
    | 'approval'
    | 'migrate'
    | 'deploy'
    | 'test'
    | 'bake'
    | 'if bad'
    | 'if unclear'
    | 'now';
  /** Each a sentence without its full stop. */
  says: string[];
  /** Whether this lets a release on at the moment; absent where it does not depend on the moment. */
  letsIn?: boolean;
}

export interface Takes {
  /** The bakes alone: how long building, deploying and testing take, no file knows. */
  atBestMs: number;
  /** Everything that is at work, each at its limit. */
  atMostMs: number;
  /** For checks, and at the doors of the stages. */
  waitsAtMostMs: number;
}
