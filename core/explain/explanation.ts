import type { Blocker } from '../admission/blockers.ts';
import type { ReleaseState } from '../release/release.ts';

/** The answer to "where is my commit, and why not in production?". Sentences are for people, never empty; times are epoch ms. */
export interface Explanation {
  asked: string;
  now: number;
  /** The whole answer in one sentence. */
  headline: string;
  /** False: neither the ledger nor the repository knows it. */
  isKnown: boolean;
  sha?: string;
  subject?: string;
  services: ServiceExplanation[];
  /** What a person can do where no service has anything to say. */
  next: Way[];
  /** What could not be asked, and so may be otherwise. */
  unanswered: string[];
}

export type Explained =
  | { explained: true; explanation: Explanation }
  /** The question cannot be answered as it was asked: why, and how to ask. */
  | { explained: false; message: string };

/**
 * `released`: it is the head of a release. `contained`: a later release has it. `ignored`: it was pushed and made no release.
 * `unreleased`: it is on the branch, and no release has it yet. `elsewhere`: the host has it, and the branch does not. `unknown`: nobody
 * can say.
 */
export type CommitKind = 'released' | 'contained' | 'ignored' | 'unreleased' | 'elsewhere' | 'unknown';

export interface ServiceExplanation {
  service: string;
  kind: CommitKind;
  sentence: string;
  /** The release whose way decides when the commit arrives. */
  release?: string;
  /** Every release known to have the commit, newest first. */
  releases: ReleaseLine[];
  stages: StageExplanation[];
  /** What has to happen next; empty when it is everywhere, or goes on by itself. */
  next: Way[];
}

export interface ReleaseLine {
  release: string;
  state: ReleaseState;
  bond: 'own' | 'contains' | 'presumed';
  sentence: string;
  endedAt?: number;
}

/** Where the commit is in one stage. */
export type StagePosition =
  | { kind: 'there'; release: string; since: number; adopted: boolean }
  | {
      kind: 'moving';
      release: string;
      state: ReleaseState;
      since: number;
      bakesUntil?: number;
      /** What the bake has shown so far. */
      verdict?: string;
      /** Why it is being turned around. */
      rollback?: string;
    }
  | {
      kind: 'waiting';
      release: string;
      since: number;
      blockers: Blocker[];
      /** The first moment at which the answer may be another by itself. */
      recheckAt?: number;
      /** It looks again by itself within so many ms, whatever happens. */
      looksWithin: number;
    }
  /** Its release is on its way, and not here yet. */
  | {
      kind: 'ahead';
      release: string;
      state: ReleaseState;
      since: number;
      at?: string;
      reason: string;
      blockers?: Blocker[];
    }
  /** It was there, and is not any more. */
  | { kind: 'left'; release: string; until: number; by: string }
  /** Its release ended in this stage, or (not `entered`) while it waited for it. */
  | { kind: 'ended'; release: string; state: ReleaseState; at: number; entered: boolean; reason: string }
  /** No release with it ever came so far, and none is on its way; `isUnsure`: whether the one that runs there has it is not known. */
  | { kind: 'never'; runs?: string; isUnsure?: boolean };

export type StageExplanation = StagePosition & { stage: string; sentence: string; next: Way[] };

/** Something that brings the commit further: by itself, or because a person does it. */
export interface Way {
  what: string;
  /** When it happens by itself, where that is known. */
  at?: number;
  /** Ready to be pasted into a shell. */
  command?: string;
}
