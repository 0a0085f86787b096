import type { Deployment } from '#core/delivery/deployments.ts';
import type { Figures } from '#core/delivery/measure.ts';
import type { Week } from '#core/delivery/weeks.ts';
import type { Freeze, Hold, LedgerEvent } from '#core/ledger/items.ts';
import type { Current } from '#core/release/current.ts';
import type { Release } from '#core/release/release.ts';
import type { StepGroup } from './release/progress-of.ts';

/** What the ledger shows of everything; the pages, the JSON API and the command line read the same. All times are epoch ms. */
export interface Overview {
  /** The server's clock: ages are counted from it, so that a wrong clock of the reader shows no nonsense. */
  now: number;
  services: ServiceView[];
  /** How many services were left out. */
  left: number;
  /** Those that are not over. */
  freezes: Freeze[];
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

/** What was found of a release in one stage. */
export interface StageVerdict {
  stage: string;
  /** `healthy`, `unhealthy`, `inconclusive`. */
  kind: string;
  reason: string;
  at: number;
}

export interface ReleaseView {
  now: number;
  release: Release;
  progress: StepGroup[];
  /** In the order in which they were found. */
  verdicts: StageVerdict[];
  events: LedgerEvent[];
  links: { commit?: string | undefined; compare?: string | undefined; execution?: string };
}

export interface DeliveryView {
  now: number;
  service: string;
  /** The last stage, where delivery is measured. Absent: the service is not configured any more. */
  stage?: string;
  windows: Figures[];
  /** Oldest first; the last one is not over yet. */
  weeks: Week[];
  /** Newest first. */
  deployments: Deployment[];
}

export interface DeliveryOverview {
  now: number;
  services: { service: string; stage?: string; figures: Figures }[];
  /** How many services were left out. */
  left: number;
}
