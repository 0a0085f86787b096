import type { Blocker } from '../admission/blockers.ts';
import type { ServiceConfig } from '../config/schema.ts';
import type { RepositoryId } from '../intake/repository-id.ts';
import type { Item } from '../ports/table.ts';
import type { Current } from '../release/current.ts';
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
  /** The last release that went forward there: what it left half-way is not a stranger's. */
  touched?: number;
  /** The highest number of a rollback by hand that has reached this stage: older ones are superseded. */
  turning?: number;
}

export interface Holder {
  release: number;
  fence: number;
  since: number;
  /** Whoever has not renewed until then may be taken over. */
  leaseUntil: number;
  /** For so long, in seconds, it may be busy without a look that would renew its lease: its stage's tests. */
  quietSeconds?: number;
  /** The execution that took the lock; another one of the same release must take it anew. */
  execution?: string;
}

export interface Hold {
  kind: 'rollback' | 'inconclusive' | 'rollback-failed' | 'no-rollback-target' | 'irreversible';
  release: number;
  /** The commit of that release. */
  sha?: string;
  reason: string;
  since: number;
  /** The rollback by hand that was asked for last: no revert lifts the hold before it. */
  turn?: number;
}

/** A named person lets the next release in although these alarms are red at that moment: it is to mend them. Every other alarm still guards. */
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
  /** `begunAt`: when the first target was looked at. `isSettling`: nothing was wrong with it but that nobody drove it any more. */
  rollback?: { reason: string; at: number; begunAt?: number; isSettling?: true };
  /** When it was last said that nobody has heard of it for too long. */
  overdueAt?: number;
  leftAt?: number;
  /** Persons let it pass its bake: see the release's `emergency`. */
  isEmergency?: true;
  approvals?: Approval[];
  /** A person said no: it ends before it enters. */
  rejected?: { by: string; reason: string; at: number };
  /** Why it could not enter at the last look, and when that will change by itself. */
  blockers?: Blocker[];
  recheckAt?: number;
  /** The stage's migration: begun at most once. */
  migration?: Migration;
}

/** One person's yes to one release with one digest in one stage. */
export interface Approval {
  by: string;
  reason: string;
  at: number;
  digest: string;
}

export interface Migration {
  startedAt: number;
  /** The revision of the migration's task that has the release's image. */
  taskDefinition: string;
  /** False: what it did cannot be undone by going back to the release before. */
  reversible: boolean;
  doneAt?: number;
}

/** Nobody new enters what it covers, until it is lifted or over. Those inside go on. */
export interface Freeze {
  /** Absent: every service. */
  service?: string;
  /** Absent: every stage of the service. */
  stage?: string;
  by: string;
  reason: string;
  at: number;
  until?: number;
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

/** The build that makes a release's artifact, while it runs and afterwards. */
export interface NotedBuild {
  id: string;
  /** Where its log is. */
  logs?: string;
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
  /** What kind of order was refused, of an event that says so. */
  refused?: string;
}

export type EventKind =
  | 'accepted'
  | 'prepared'
  | 'checked'
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
  | 'approved'
  | 'rejected'
  | 'cancelling'
  | 'emergency'
  | 'migrated'
  | 'settling'
  | 'overdue'
  /** Somebody's order, given in Slack: nothing has become of it, and nothing else has changed. */
  | 'refused'
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
  repositoryId: RepositoryId;
  config: ServiceConfig;
  hash: string;
  at: number;
}

/** Where a ref stood after the last accepted push. */
export interface PushHead {
  after: string;
  /** Some push did not begin where the one before had ended, so `after` may be older than what was accepted before. */
  unsure?: true;
  /** The push that brought it here was found at the branch itself: its webhook never came, and may still come. */
  found?: FoundPush;
}

export interface FoundPush {
  /** It stands for every push between this commit and `after`. */
  before: string;
  releases: string[];
  /** Since then a push came that does not continue from there: only the repository knows which of the two is newer. */
  isPassed?: true;
}

/** A push that ended at a commit, for whoever asks what became of the commit; also of branches that nothing is released from. */
export interface PushedCommit {
  releases: string[];
  /** One human sentence: what became of it. */
  message: string;
  ref: string;
  at: number;
  /** A later push was here before it. */
  late?: true;
}

/** Something was reported about a commit. It only wakes whoever waits for the commit's checks; kept for two weeks. */
export interface ChecksNews {
  repositoryId: RepositoryId;
  sha: string;
  at: number;
  /** Epoch seconds. */
  expiresAt: number;
}

/** The head of a branch as the search for lost pushes last saw it, written when it is not where the ledger has it. */
export interface Sighting {
  /** 40 hex digits; zeros: the branch is not there. */
  branch: string;
  /** Where the ledger had it then; before the first push: where it was when it was looked at first. */
  known: string;
  /** The version of the ref's `PushHead` then; 0 when there was none. */
  headVersion: number;
  since: number;
}

/** What a person asked for, and what became of it; kept for ever. */
export interface CommandRecord {
  id: string;
  /** The person's name, and how the command came. */
  by: string;
  via: string;
  kind: string;
  /** As it was asked. */
  command: Record<string, unknown>;
  reason: string;
  at: number;
  isDone: boolean;
  /** What it did, or why it was refused. */
  message: string;
  /** The release that it made. */
  made?: string;
}

/** What the host of the repository was told of a release's stages. */
export interface Report {
  /** By the name of the stage. */
  deployments: Record<string, ReportedDeployment>;
}

export interface ReportedDeployment {
  /** The name under which the host shows the stage. */
  environment: string;
  /** The host's number of it. Absent while it is not known to have been made. */
  id?: string;
  /** The host will not have it. */
  isRefused?: true;
  /** The status that was said last, as JSON, and its state. */
  said?: string;
  state?: string;
}

/** What a commit was said to have come to, and whose turn it is to say it. */
export interface Reporting {
  /** The newest release of the commit: it speaks for it. */
  newest: number;
  /** Somebody is at it; nobody who began before this moment is afterwards. */
  busyUntil?: number;
  /** Grows with everybody who comes while somebody is at it. */
  asked: number;
  /** How many statuses the commit has of us, and the last one as JSON. */
  sent: number;
  said?: string;
}

/** A release that the host does not show yet as it is; gone when it does. */
export interface Unreported {
  release: string;
  since: number;
  tries: number;
  /** Not tried again before. */
  nextAt: number;
  why?: string;
}

/** The host is not asked about a repository. */
export interface ReportPause {
  until: number;
  why: string;
}

export type StoredRelease = Stored<Release>;
