import type { ConsoleActKind, PersonActKind } from './act-kinds.ts';

/** What becomes of the commit of a push once it is built and runs. */
export type Behaviour =
  | 'good'
  | 'alarms in staging'
  | 'alarms in production'
  | 'flaps in production'
  | 'never starts'
  | 'hangs'
  | 'build fails'
  | 'exports nothing'
  | 'image is missing'
  | 'tests fail'
  | 'tests take long'
  | 'no traffic'
  | 'migration fails';

/** What the branch looks like after the push. */
export type PushKind =
  /** One more commit. */
  | 'commit'
  /** One more commit, which says that it reverts the one before. */
  | 'revert'
  /** A force-push: the last commit is gone. */
  | 'reset'
  /** A force-push: another commit stands in the place of the last one. */
  | 'replace'
  | 'delete'
  /** Not GitHub at all. */
  | 'forged';

/** Times are milliseconds from the story's begin. */
export interface PushPlan {
  at: number;
  kind: PushKind;
  behaviour: Behaviour;
}

export type ActKind =
  | 'deploy by hand'
  | 'stop a task'
  | 'scale up'
  | 'flap the alarm'
  /** The alarm is red until something new arrives. */
  | 'break the stage'
  | 'alarm has no data'
  | 'alarm is unreadable'
  | 'edit the alarm'
  | 'delete the alarm'
  | 'deregister current'
  | 'delete the service'
  | 'chat is down'
  | 'repository is down'
  | 'resume'
  | 'adopt'
  | 'fix forward'
  | PersonActKind
  | ConsoleActKind;

/** Something that the world or a person does. `ms` is how long it lasts, where it ends by itself. */
export interface Act {
  at: number;
  kind: ActKind;
  stage: string;
  ms: number;
}

export type Dependency = 'chat' | 'repository' | 'alarms' | 'fleet reads' | 'builds';

/**
 * How wrong clocks are: each sandbox in its own way, each function in its own way for the whole story, or each function in
 * another way every ten minutes, so that a clock may jump, forward or back, in the middle of an invocation.
 */
export type Clocks = 'sandbox' | 'component' | 'jumping';

/** How the service is configured. */
export interface Setup {
  stages: 1 | 2;
  /** A release was healthy in every stage before the story begins: there is something to go back to. */
  known: boolean;
  /** ECS services of the last stage. */
  targets: 1 | 2;
  verify: 'none' | 'http' | 'project';
  inconclusive: 'hold' | 'rollback';
  /** How long production bakes; five minutes when nothing is said. */
  bakeForMs?: number;
  evidence: boolean;
  resumeOnRevert: boolean;
  waitAtMostMs: number;
  /** So many persons must approve before production; none when absent. */
  approval?: 1 | 2;
  /** Two checks must be green before anything is built: they always turn out so, or some fail, are run again, or never come. */
  checks?: 'green' | 'by chance';
  /** Production is shut for a while in the middle of the story. */
  window?: true;
  /** Production is migrated before every deployment; never when absent. */
  migrate?: 'reversible' | 'irreversible';
  /** Clocks are off by up to so much, either way, and how: each sandbox's in its own way when nothing is said. */
  skewMs: number;
  clocks?: Clocks;
  /** Something that Bakewatch depends on does not work from the middle of the chaos on, and is never mended. */
  dead?: { what: Dependency; at: number };
}

/** How likely a fault is: per call of a port, per invocation, per hop; and how likely a call is merely slow. */
export interface Rates {
  call: number;
  slow: number;
  invoke: number;
  hop: number;
  /** How likely it is that what comes late over a hop comes up to 24 hours late. */
  old?: number;
}

/** Everything that a run depends on, as plain data: the same story always runs the same way. */
export interface Story {
  seed: number;
  title: string;
  setup: Setup;
  pushes: PushPlan[];
  acts: Act[];
  rates: Rates;
  /** Faults by place; what a random run has met is written down so, to be run again without chance. */
  faults: Record<string, string>;
  /** When the chaos ends and the healing begins. */
  healAt: number;
  /** How long all must be at rest before the story is over: by default longer than anything can be frozen. */
  quietMs?: number;
}

export const CALM: Rates = { call: 0, slow: 0, invoke: 0, hop: 0 };

export const PLAIN: Setup = {
  stages: 2,
  known: false,
  targets: 1,
  verify: 'none',
  inconclusive: 'hold',
  evidence: false,
  resumeOnRevert: false,
  waitAtMostMs: 86_400_000,
  skewMs: 0,
};
