import type { OpenChecks } from '../checks/open-checks.ts';
import type { RepositoryId } from '../intake/repository-id.ts';
import type { Current } from './current.ts';

/** The states of a release. The terminal ones absorb: nothing ever leaves them (`moves.ts`). */
export const ONGOING = [
  'ACCEPTED',
  'CHECKING',
  'PREPARING',
  'BUILDING',
  'WAITING',
  'DEPLOYING',
  'VERIFYING',
  'BAKING',
  'ROLLING_BACK',
  'CANCELLING',
] as const;
export const TERMINAL = [
  'SUCCEEDED',
  'FAILED',
  'ROLLED_BACK',
  'ROLLBACK_FAILED',
  'SUPERSEDED',
  'CANCELLED',
  'REJECTED',
  'STALE',
  'EXPIRED',
] as const;

export type OngoingState = (typeof ONGOING)[number];
export type TerminalState = (typeof TERMINAL)[number];
export type ReleaseState = OngoingState | TerminalState;

/** One commit of one service on its way through the stages. */
export interface Release {
  service: string;
  /** Grows for ever within a service, in push order. */
  number: number;
  /** 40 hex digits: of the commit, or the first of the digest of an image that something else has built. */
  sha: string;
  ref: string;
  /** The head of the ref before this push: 40 hex digits, zeros when the push created the ref. */
  before: string;
  repositoryId: RepositoryId;
  /** `owner/name` as the host spelled it in the push; shown, never matched. */
  repositoryName: string;
  author: string;
  /** First line of the commit message, cut to 200 characters. Attacker-controlled: escape wherever it is shown. */
  subject: string;
  /** Commits (40 hex digits) that its push says it reverts. */
  reverts?: string[];
  state: ReleaseState;
  /** The stage it waits for, works on, or ended in. */
  stage?: string;
  /** One human sentence: why it is where it is. Always there in a terminal state. */
  reason?: string;
  /** The checks that it waits for while it is CHECKING, as they stood at the last look; absent where its service requires none. */
  checks?: OpenChecks;
  /** The image digest, once built: `sha256:` and 64 hex digits. */
  digest?: string;
  executionArn?: string;
  /** Login of whoever pushed, as the host signed it; `author` is what the commit claims. */
  pusher?: string;
  /** Made by a person's order, not by a push: goes the way of every release. */
  askedFor?: { by: string; reason: string };
  /** What the host calls whoever pushed, where a login is neither unique nor lasting (Bitbucket). */
  pusherId?: string;
  /** Made by a person, not by a push: takes a stage back to an earlier release. */
  turnsBack?: TurnsBack;
  /** Persons let it pass windows, approvals and bakes. In force once `seconded` is there or one person is enough. */
  emergency?: Emergency;
  /** A person wants it gone; until the world is safe it is CANCELLING. */
  cancelled?: { by: string; reason: string; at: number };
  /** No push, or one that did not continue the chain of pushes: whether it is newer than its elders, only the repository knows. */
  unordered?: true;
  /**
   * How it left its stage when it was turned around, or could not be; `resumed`: a person has lifted what it left. Absent otherwise, and
   * in those of before.
   */
  leaves?: 'free' | 'held' | 'locked' | 'resumed';
  acceptedAt: number;
  endedAt?: number;
  /** How many events its history has. */
  events: number;
}

/** A rollback by hand: named stage, named release. */
export interface TurnsBack {
  stage: string;
  /** What the stage goes back to: as it was when it was healthy there. */
  goesTo: Current;
  /** The release that was current when it was asked for: it is held to be bad. */
  from?: { release: number; sha: string };
  /** No release above this number had gone forward there when it was asked for. Absent in those of before. */
  after?: number;
  by: string;
  reason: string;
}

export interface Emergency {
  by: string;
  reason: string;
  at: number;
  /** The second person, where the service asks for two. */
  seconded?: { by: string; reason: string; at: number };
  /** It has what it needs to be in force. */
  isInForce: boolean;
}

export const isTerminal = (state: ReleaseState): state is TerminalState =>
  (TERMINAL as readonly ReleaseState[]).includes(state);

/** `orders#142`: how people and Step Functions' input name a release. */
export const releaseId = (release: Pick<Release, 'service' | 'number'>): string =>
  `${release.service}#${release.number}`;

/** The reverse of `releaseId`; undefined for anything else. */
export function parseReleaseId(id: string): { service: string; number: number } | undefined {
  const match = /^([a-z][a-z0-9-]{0,30})#([1-9][0-9]{0,8})$/.exec(id);
  return match?.[1] && match[2] ? { service: match[1], number: Number(match[2]) } : undefined;
}

/** Step Functions' execution name: only characters that logs, ARNs and URLs take as they are. */
export const executionName = (release: Pick<Release, 'service' | 'number'>): string =>
  `${release.service}-${release.number}`;

export const shortSha = (sha: string): string => sha.slice(0, 7);
