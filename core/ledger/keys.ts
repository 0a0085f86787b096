import type { RepositoryId } from '../intake/repository-id.ts';
import type { Key } from '../ports/table.ts';

/**
 * Every key of the ledger's table, and nothing else knows how they are spelled (design section 8). A partition is listed by a prefix: a later
 * version may keep other items there. Only waits have theirs for themselves.
 */
const pad = (number: number): string => String(number).padStart(6, '0');

export const SERVICES = 'SERVICES';
export const FREEZES = 'FREEZES';
/** Releases that the repository's host does not show yet as they are. */
export const UNREPORTED = 'UNREPORTED';
export const LATE_PREFIX = 'LATE#';
export const FREEZE_PREFIX = 'FREEZE#';
export const servicePartition = (service: string): string => `SERVICE#${service}`;
export const releasePartition = (release: string): string => `RELEASE#${release}`;
export const repositoryPartition = (id: RepositoryId): string => `REPO#${id}`;
export const waitPartition = (key: string): string => `WAIT#${key}`;
export const pushPartition = (repositoryId: RepositoryId, ref: string): string => `PUSH#${repositoryId}#${ref}`;
/** News of a commit's checks, one for each webhook that told of some. */
export const checksPartition = (repositoryId: RepositoryId, sha: string): string => `CHECKS#${repositoryId}#${sha}`;
export const commitPartition = (repositoryId: RepositoryId, sha: string): string => `COMMIT#${repositoryId}#${sha}`;

/** Every kind of partition as a policy names it: `*` is any text. */
export const PARTITIONS = {
  services: SERVICES,
  freezes: FREEZES,
  unreported: UNREPORTED,
  service: servicePartition('*'),
  release: releasePartition('*'),
  configs: 'REPO#*',
  waits: waitPartition('*'),
  pushes: 'PUSH#*',
  commits: 'COMMIT#*',
  deliveries: 'DELIVERY#*',
  checks: 'CHECKS#*',
  command: 'COMMAND#*',
  commands: 'COMMANDS#*',
} as const;

/** Of listed services, and of what is released from a repository. */
export const SERVICE_PREFIX = 'SERVICE#';
export const RELEASE_PREFIX = 'RELEASE#';
export const EVENT_PREFIX = 'EVENT#';
/** Of what a webhook has told of a commit's checks. */
export const NEWS_PREFIX = 'NEWS#';
export const STAGE_PREFIX = 'STAGE#';
export const RUN_PREFIX = 'RUN#';
export const COMMAND_PREFIX = 'COMMAND#';
/** Of what became of a commit: by the ref of each push that ended there. */
export const REF_PREFIX = 'refs/';
export const healthyPrefix = (stage: string): string => `HEALTHY#${stage}#`;
export const deploymentPrefix = (stage: string): string => `DEPLOYMENT#${stage}#`;

export const keys = {
  listedService: (service: string): Key => ({ pk: SERVICES, sk: `${SERVICE_PREFIX}${service}` }),
  config: (repositoryId: RepositoryId, service: string): Key => ({
    pk: repositoryPartition(repositoryId),
    sk: `${SERVICE_PREFIX}${service}`,
  }),
  head: (service: string): Key => ({ pk: servicePartition(service), sk: 'HEAD' }),
  /** Up to which number every release is known to have ended. */
  swept: (service: string): Key => ({ pk: servicePartition(service), sk: 'SWEPT' }),
  release: (service: string, number: number): Key => ({ pk: servicePartition(service), sk: `RELEASE#${pad(number)}` }),
  environment: (service: string, stage: string): Key => ({ pk: servicePartition(service), sk: `STAGE#${stage}` }),
  artifact: (service: string, sha: string): Key => ({ pk: servicePartition(service), sk: `ARTIFACT#${sha}` }),
  quarantine: (service: string, sha: string): Key => ({ pk: servicePartition(service), sk: `QUARANTINE#${sha}` }),
  event: (release: string, number: number): Key => ({ pk: releasePartition(release), sk: `EVENT#${pad(number)}` }),
  run: (release: string, stage: string): Key => ({ pk: releasePartition(release), sk: `${RUN_PREFIX}${stage}` }),
  deployment: (release: string, stage: string, target: string, direction: 'forward' | 'rollback'): Key => ({
    pk: releasePartition(release),
    sk: `${deploymentPrefix(stage)}${target}#${direction}`,
  }),
  /** What was healthy in a stage, by release: where a rollback by hand may go. */
  healthy: (service: string, stage: string, number: number): Key => ({
    pk: servicePartition(service),
    sk: `${healthyPrefix(stage)}${pad(number)}`,
  }),
  build: (release: string): Key => ({ pk: releasePartition(release), sk: 'BUILD' }),
  plan: (release: string): Key => ({ pk: releasePartition(release), sk: 'PLAN' }),
  /** Grows with every freeze and thaw, so that none comes between a look and an entry. */
  freezeHead: (): Key => ({ pk: FREEZES, sk: 'HEAD' }),
  /** No service: everything. */
  freeze: (service?: string, stage?: string): Key => ({
    pk: FREEZES,
    sk: `${FREEZE_PREFIX}${service ?? '*'}#${stage ?? '*'}`,
  }),
  /** By the id that the client drew: the same command twice is one. */
  command: (id: string): Key => ({ pk: `COMMAND#${id}`, sk: 'COMMAND' }),
  /** The same, in the order in which they came; `service` is `*` for what concerns all. */
  commandRecord: (service: string, at: number, id: string): Key => ({
    pk: `COMMANDS#${service}`,
    sk: `${COMMAND_PREFIX}${new Date(at).toISOString()}#${id}`,
  }),
  /** What the repository's host was told of a release. */
  report: (release: string): Key => ({ pk: releasePartition(release), sk: 'REPORT' }),
  /** What it was told of a commit, and who is at it. */
  reporting: (service: string, sha: string): Key => ({ pk: servicePartition(service), sk: `REPORTING#${sha}` }),
  unreported: (service: string, number: number): Key => ({
    pk: UNREPORTED,
    sk: `${LATE_PREFIX}${service}#${pad(number)}`,
  }),
  /** Until when the host is not asked about a repository. */
  reportPause: (repositoryId: RepositoryId): Key => ({ pk: UNREPORTED, sk: `PAUSE#${repositoryId}` }),
  thread: (release: string): Key => ({ pk: releasePartition(release), sk: 'THREAD' }),
  pushHead: (repositoryId: RepositoryId, ref: string): Key => ({ pk: pushPartition(repositoryId, ref), sk: 'HEAD' }),
  push: (repositoryId: RepositoryId, ref: string, before: string, after: string): Key => ({
    pk: pushPartition(repositoryId, ref),
    sk: `PUSH#${before}#${after}`,
  }),
  /** What the search for lost pushes last saw of a ref. */
  sighting: (repositoryId: RepositoryId, ref: string): Key => ({ pk: pushPartition(repositoryId, ref), sk: 'SUSPECT' }),
  /** One for every push that ended at a commit, also when it was ignored. */
  commit: (repositoryId: RepositoryId, sha: string, ref: string, before: string): Key => ({
    pk: commitPartition(repositoryId, sha),
    sk: `${ref}#${before}`,
  }),
  checksNews: (repositoryId: RepositoryId, sha: string, guid: string): Key => ({
    pk: checksPartition(repositoryId, sha),
    sk: `${NEWS_PREFIX}${guid}`,
  }),
  delivery: (guid: string): Key => ({ pk: `DELIVERY#${guid}`, sk: 'DELIVERY' }),
  wait: (key: string, release: string, what: string): Key => ({ pk: waitPartition(key), sk: `${release}#${what}` }),
} as const;

/** What a wait may be woken by. */
export const wakeKeys = {
  service: (serviceArn: string): string => `ecs:${serviceArn}`,
  alarm: (name: string): string => `alarm:${name}`,
  stage: (service: string, stage: string): string => `stage:${service}/${stage}`,
  checks: (repositoryId: RepositoryId, sha: string): string => `checks:${repositoryId}/${sha}`,
} as const;
