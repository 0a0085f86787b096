import type { Offer } from '#core/commands/offers.ts';
import type { AlarmChart } from '#views/bake/bake-view.ts';
import type { ReleaseView } from '#views/views.ts';
import type { ExecutionEvent } from '../execution/execution-event.ts';
import type { MachineDefinition } from '../execution/machine-definition.ts';

/** What the JSON API answers with besides the views of the ledger. All times are epoch ms. */
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
  /** From then until now, what it was and what it watches. */
  from: number;
  chart: AlarmChart;
  history: { at: number; type: string; summary: string }[];
}

export interface ThreadMessage {
  ts: string;
  text: string;
  blocks: Record<string, unknown>[];
  edited: boolean;
}

/** What was said about a release, where this machine has kept it. */
export interface ThreadView {
  thread: ThreadMessage[];
  channel?: string;
}

export interface ThreadsView {
  now: number;
  /** Newest first. */
  threads: (Required<ThreadView> & { title: string })[];
}

export type ReleaseAnswer = ReleaseView & ThreadView;

/** What a person can do about one release now, what matters most first. */
export interface ReleaseActions {
  now: number;
  offers: Offer[];
}

export interface ServiceActions {
  service: string;
  /** About all its stages. */
  own: Offer[];
  /** By stage: about the releases that are at it, and last about its gate. */
  stages: Record<string, Offer[]>;
}

export interface Actions {
  now: number;
  /** About every service. */
  everywhere: Offer[];
  services: ServiceActions[];
}
