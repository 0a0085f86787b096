import type { Hold, LedgerEvent } from '#core/ledger/items.ts';
import type { Current } from '#core/release/current.ts';
import type { Release } from '#core/release/release.ts';
import type { ExecutionEvent } from '../execution/execution-event.ts';
import type { MachineDefinition } from '../execution/machine-definition.ts';
import type { StepGroup } from '../release/progress-of.ts';

/** What the JSON API answers with; the pages and the command line read the same. All times are epoch ms. */
export interface Overview {
  /** The server's clock: ages are counted from it, so that a wrong clock of the reader shows no nonsense. */
  now: number;
  services: ServiceView[];
}

export interface ServiceView {
  name: string;
  repository?: string;
  stages: StageView[];
  /** Newest first. */
  releases: ReleaseRow[];
}

export interface StageView {
  name: string;
  current?: Current & Partial<Pick<Release, 'subject' | 'author'>>;
  holder?: { release: number; since: number; state?: Release['state']; reason?: string };
  hold?: Hold;
  /** Those that stand before this stage, newest first. */
  waiting: { release: number; reason: string }[];
}

export type ReleaseRow = Pick<
  Release,
  | 'service'
  | 'number'
  | 'state'
  | 'sha'
  | 'subject'
  | 'author'
  | 'stage'
  | 'reason'
  | 'acceptedAt'
  | 'endedAt'
  | 'executionArn'
>;

export interface ThreadMessage {
  ts: string;
  text: string;
  blocks: Record<string, unknown>[];
  edited: boolean;
}

export interface ReleaseView {
  now: number;
  release: Release;
  progress: StepGroup[];
  events: LedgerEvent[];
  thread: ThreadMessage[];
  channel?: string;
  links: { commit?: string; compare?: string };
}

export interface ExecutionView {
  now: number;
  arn: string;
  name: string;
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  status: string;
  startedAt: number;
  stoppedAt?: number;
  error?: string;
  cause?: string;
  input?: string;
  output?: string;
  /** The release it drives, when its input names one. */
  release?: { service: string; number: number };
  /** Left out when only what is new was asked for. */
  definition?: MachineDefinition;
  events: ExecutionEvent[];
}

export interface AlarmView {
  now: number;
  name: string;
  arn?: string;
  description?: string;
  state: string;
  reason: string;
  changedAt?: number;
  /** `Errors of AWS/ApplicationELB: Sum > 5 for 1 of 1 periods of 60 s`. */
  rule?: string;
  actionsEnabled: boolean;
  history: { at: number; type: string; summary: string }[];
}
