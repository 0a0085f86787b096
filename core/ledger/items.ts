import type { ServiceConfig } from '../config/schema.ts';
import type { Item } from '../ports/table.ts';
import type { Release, ReleaseState } from '../release/release.ts';

/** A thing as it was read from the ledger: with its key and version. Unknown attributes of newer versions are kept on write. */
export type Stored<T> = T & Item;

/** One per service: the numbers it has given away. */
export interface ServiceHead {
  service: string;
  lastNumber: number;
  /** Releases up to this number are superseded for a reason that is not a newer release: their branch was deleted. */
  supersededUpTo?: { number: number; reason: string };
}

/** One per service and stage; never deleted, so its fence grows for ever. */
export interface Environment {
  service: string;
  stage: string;
  fence: number;
  /** The highest release number that has reached this stage. Whoever is older has been superseded. */
  arrived: number;
  holder?: Holder;
  current?: Current;
  hold?: Hold;
  fixForward?: FixForward;
}

export interface Holder {
  release: number;
  fence: number;
  since: number;
  /** Whoever has not renewed until then may be taken over. */
  leaseUntil: number;
  /** For so long, in seconds, it may be busy without a look that would renew its lease: its stage's tests. */
  quietSeconds?: number;
}

/** The last release that finished healthy in a stage: the only automatic rollback target. */
export interface Current {
  release: number;
  sha: string;
  digest: string;
  /** Target name to task definition ARN. */
  taskDefinitions: Record<string, string>;
  /** Targets whose revision is not the release's but what a person found there and adopted: its digest, empty when its image has none. */
  adopted?: Record<string, string>;
  at: number;
}

export interface Hold {
  kind: 'rollback' | 'inconclusive' | 'rollback-failed' | 'no-rollback-target';
  release: number;
  /** The commit of that release. */
  sha?: string;
  reason: string;
  since: number;
}

/** A named person lets the next release in although these alarms are red: it is to mend them. Every other alarm still guards. */
export interface FixForward {
  by: string;
  reason: string;
  at: number;
  alarms: string[];
}

/** What was read of an alarm when the stage was entered. */
export interface Baseline {
  configuration: string;
  evaluationMs: number;
  /** When its state had last changed, by its own clock: whatever comes after is in the bake, whatever our clocks say. */
  changedAt?: number;
  /** It was red, and let through by a fix-forward: it must recover before the release is healthy, and counts again once it has. */
  exempt?: boolean;
}

/** One release's time in one stage. */
export interface Run {
  release: string;
  stage: string;
  arrivedAt: number;
  enteredAt?: number;
  fence?: number;
  /** Alarm name to what was read when the stage was entered: OK, with this configuration. */
  baseline?: Record<string, Baseline>;
  /** What was current at entry: where a rollback would go. */
  rollbackTo?: Current;
  /** When the smoke test was first not answered as expected. */
  verifyFailedAt?: number;
  bakeStartedAt?: number;
  verdict?: { kind: string; reason: string; at: number; samples?: number };
  /** Why the bake proves nothing any more: an alarm was edited or deleted, even if it was put back since. */
  voided?: string;
  /** A person's answer to an inconclusive bake. */
  accepted?: { by: string; reason: string; at: number };
  rollback?: { reason: string; at: number };
  leftAt?: number;
}

/** One change of one target to a revision, in one direction; written before the change is made. */
export interface DeploymentRecord {
  release: string;
  stage: string;
  target: string;
  direction: 'forward' | 'rollback';
  /** The revision it goes to. */
  taskDefinition: string;
  /** The revision that was PRIMARY when it was decided. */
  from: string;
  image: string;
  intentAt: number;
  /** When ECS accepted it; absent while that is not known. */
  requestedAt?: number;
}

export interface Artifact {
  service: string;
  sha: string;
  digest: string;
  image: string;
  builtBy: string;
  at: number;
}

export interface Quarantine {
  service: string;
  sha: string;
  release: number;
  stage: string;
  reason: string;
  at: number;
}

/** One line of a release's history. Append-only. */
export interface LedgerEvent {
  release: string;
  number: number;
  at: number;
  /** Who made it happen: `push by amy`, `bakewatch`, a person's name. */
  actor: string;
  kind: EventKind;
  /** One human sentence. */
  sentence: string;
  state: ReleaseState;
  stage?: string;
  /** Somebody must look at this now. */
  page?: boolean;
  /** Names of alarms that this is about, for links. */
  alarms?: string[];
  /** Where the log of this step is. */
  logs?: string;
}

export type EventKind =
  | 'accepted'
  | 'prepared'
  | 'build-started'
  | 'artifact'
  | 'arrived'
  | 'blocked'
  | 'entered'
  | 'deploying'
  | 'deployed'
  | 'verified'
  | 'bake-started'
  | 'verdict'
  | 'held'
  | 'accepted-by-person'
  | 'resumed'
  | 'rolling-back'
  | 'taken-over'
  | 'ended';

export interface Wait {
  key: string;
  release: string;
  what: string;
  token: string;
  /** `<state entered time>#<retry count>`: a later attempt replaces an earlier one, never the reverse. */
  attempt: string;
  /** Epoch seconds; DynamoDB removes it some time after. */
  expiresAt: number;
}

export interface ConfigItem {
  service: string;
  repositoryId: number;
  config: ServiceConfig;
  hash: string;
  at: number;
}

/** Where a ref stood after the last accepted push. */
export interface PushHead {
  after: string;
  /** Some push did not begin where the one before had ended, so `after` may be older than what was accepted before. */
  unsure?: true;
}

export type StoredRelease = Stored<Release>;
