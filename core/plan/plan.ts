import type { EvidenceMetric, Where } from '../ports/alarms.ts';
import type { Target } from '../ports/fleet.ts';
import type { WindowRule } from '../windows/window-rule.ts';

/**
 * What one release is going to do: the configuration as it was when the release began. It travels in the state
 * machine, so a later edit of bakewatch.yaml changes only later releases. All times are milliseconds unless named otherwise.
 */
export interface Plan {
  release: string;
  service: string;
  number: number;
  sha: string;
  /** Absent: a release goes forward. */
  turn?: TurnKind;
  /** Absent: it waits for none. */
  checks?: ChecksPlan;
  build: BuildPlan;
  stages: StagePlan[];
}

/** `rollback`: a person takes a stage back. `settle`: nobody drives this release any more, so its stage is made safe. */
export type TurnKind = 'rollback' | 'settle';

/** What must be green on the commit before it is built, or used again. */
export interface ChecksPlan {
  require: string[];
  /** From the moment at which it was prepared. */
  within: number;
  looks: LookPlan;
}

export interface BuildPlan {
  /** Absent: an image that something else has built is taken; then `reuse` is there, but on the way back. */
  project?: string;
  /** ECR repository. */
  image: string;
  digestVariable: string;
  timeoutSeconds: number;
  /** The digest that an earlier release of the same commit was built to, or that the tag names: then nothing is built. */
  reuse?: string;
}

export interface StagePlan {
  name: string;
  last: boolean;
  targets: Target[];
  looks: LookPlan;
  deployWithin: number;
  rollbackWithin: number;
  waitAtMost: number;
  /** A release that reverts the commit which was rolled back lifts the hold by itself. */
  resumeOnRevert: boolean;
  approval?: ApprovalRule;
  windows?: WindowRule[];
  migrate?: MigratePlan;
  /** This stage is not deployed to but taken back, and why. */
  turn?: { kind: TurnKind; why: string };
  verify?: VerifyPlan;
  bake: BakeRule;
}

/** Seconds, as the state machine counts its looks. */
export interface LookPlan {
  first: number;
  /** The gap that a stage asks for; the rule of `looks.ts` widens it in long waits. */
  atMost: number;
}

export interface ApprovalRule {
  /** How many persons. */
  from: number;
  authorMayApprove: boolean;
  /** From its arrival at the stage. */
  within: number;
}

/** Once per release, before any traffic. */
export interface MigratePlan {
  task: string;
  container: string;
  cluster: string;
  network?: TaskNetwork;
  withinSeconds: number;
  reversible: boolean;
}

export type VerifyPlan =
  | { kind: 'http'; url: string; expectStatus: number; expectBody?: string; withinSeconds: number }
  | { kind: 'project'; project: string; withinSeconds: number }
  /** `network` is there for Fargate: the state machine hands both to RunTask as they are. */
  | { kind: 'task'; task: string; cluster: string; network?: TaskNetwork; withinSeconds: number };

/** RunTask's parameters of that name, as Step Functions spells them. */
export interface TaskNetwork {
  LaunchType: 'FARGATE';
  NetworkConfiguration: { AwsvpcConfiguration: { Subnets: string[]; SecurityGroups?: string[] } };
}

/** What must be seen, and for how long, before a deployment counts as healthy. */
export interface BakeRule {
  forMs: number;
  atMostMs: number;
  alarms: string[];
  where: Where;
  evidence?: EvidenceMetric & { minSamples: number };
  inconclusive: 'hold' | 'rollback';
  /** How long a person may take to decide over an inconclusive bake before it is rolled back. */
  decideWithinMs: number;
}
