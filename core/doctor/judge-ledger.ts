import { sayDuration } from '../config/duration.ts';
import { isInForce } from '../ledger/is-in-force.ts';
import type { Environment, Freeze } from '../ledger/items.ts';
import { isTerminal, type Release, releaseId } from '../release/release.ts';
import { keepsLock } from '../rollback/keeps-lock.ts';
import { type Finding, ok, warning, wrong } from './finding.ts';

/** What is read of the ledger. Times are epoch ms. */
export interface LedgerFacts {
  services: ServiceLedger[];
  freezes: Freeze[];
}

export interface ServiceLedger {
  service: string;
  /** When its configuration was applied; absent: it has none. */
  appliedAt?: number | undefined;
  /** Its newest releases, and those that hold a stage. */
  releases: Release[];
  environments: Environment[];
  /** Whether a webhook has told of the checks of its newest releases; absent: none of them waits, or waited, for any. */
  isToldOfChecks?: boolean;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The sweep comes every five minutes, and starts what nobody has started. */
const START_WITHIN_MS = 10 * MINUTE;
/** Of a lease: as long after its end as the sweep lets pass before it calls somebody. */
const OVERDUE_MS = 5 * MINUTE;
const LONG_WAIT_MS = DAY;
/** A freeze that ends by itself may be for a season; one without an end is easily forgotten. */
const LONG_FREEZE_MS = 14 * DAY;
const FORGOTTEN_FREEZE_MS = DAY;

/** What in the ledger does not move, and what keeps it. Pure. */
export function judgeLedger({ services, freezes }: LedgerFacts, now: number): Finding[] {
  if (services.length === 0)
    return [
      wrong(
        'configuration',
        'the ledger has no service, so that every push is ignored',
        'write bakewatch.yaml and install again (docs/install.md)',
      ),
    ];
  return [
    ...services.map((service) => judgeConfiguration(service, now)),
    ...orWell(
      'releases',
      'all that are on their way move',
      services.flatMap((service) => service.releases.flatMap((release) => judgeRelease(release, now))),
    ),
    ...services.flatMap(judgeNews),
    ...orWell(
      'stages',
      'none is held, and none is kept locked',
      services.flatMap(({ environments, releases }) =>
        environments.flatMap((environment) => judgeStage(environment, releases, now)),
      ),
    ),
    ...orWell(
      'freezes',
      'none is in force for long',
      freezes.flatMap((freeze) => judgeFreeze(freeze, now)),
    ),
  ];
}

const orWell = (about: string, well: string, found: Finding[]): Finding[] =>
  found.length > 0 ? found : [ok(about, well)];

function judgeConfiguration({ service, appliedAt }: ServiceLedger, now: number): Finding {
  return appliedAt === undefined
    ? wrong('configuration', `${service} is listed and has no configuration`, 'apply it again: npx cdk deploy --all')
    : ok('configuration', `that of ${service} was applied ${sayDuration(now - appliedAt)} ago`);
}

function judgeRelease(release: Release, now: number): Finding[] {
  const { state, acceptedAt, executionArn, stage } = release;
  const id = releaseId(release);
  const age = now - acceptedAt;
  const why = `ask why: npx bakewatch why '${id}'`;
  if (state === 'ACCEPTED' && !executionArn && age > START_WITHIN_MS)
    return [
      wrong(
        'releases',
        `${id} was accepted ${sayDuration(age)} ago and never started`,
        'follow docs/runbook.md#releases-do-not-start',
      ),
    ];
  if (state === 'WAITING' && age > LONG_WAIT_MS)
    return [warning('releases', `${id}, accepted ${sayDuration(age)} ago, waits${stage ? ` for ${stage}` : ''}`, why)];
  return [];
}

/** Without webhooks a release hears of its checks when it looks by itself, which may be minutes later. */
const judgeNews = ({ service, isToldOfChecks }: ServiceLedger): Finding[] =>
  isToldOfChecks === false
    ? [
        warning(
          'webhook',
          `${service} requires checks, and no webhook has told of any: its releases hear of them minutes late`,
          'let the webhook of its repository send statuses, check runs and check suites, too: docs/install.md#checks',
        ),
      ]
    : [];

function judgeStage(environment: Environment, releases: Release[], now: number): Finding[] {
  const { service, stage, hold, holder } = environment;
  const name = `${service} ${stage}`;
  const resume = `understand it, then npx bakewatch resume ${name} --reason "..."`;
  if (hold && keepsLock(environment))
    return [
      wrong(
        'stages',
        `${name} is kept locked since ${sayDuration(now - hold.since)}: ${hold.reason}`,
        `follow docs/runbook.md#a-rollback-has-failed, then npx bakewatch resume ${name} --reason "..."`,
      ),
    ];
  const held = hold
    ? [warning('stages', `${name} is held since ${sayDuration(now - hold.since)}: ${hold.reason}`, resume)]
    : [];
  return [...held, ...(holder ? judgeHolder(name, holder, releases.find(isOf(holder.release)), now) : [])];
}

const isOf =
  (number: number) =>
  (release: Release): boolean =>
    release.number === number;

function judgeHolder(
  name: string,
  holder: NonNullable<Environment['holder']>,
  release: Release | undefined,
  now: number,
): Finding[] {
  const over = now - holder.leaseUntil;
  if (over <= OVERDUE_MS) return [];
  const who = release ? releaseId(release) : `release ${holder.release}`;
  const what =
    release && isTerminal(release.state) ? `which has ended ${release.state}` : 'of which nobody has heard since';
  return [
    wrong(
      'stages',
      `${name} is locked by ${who}, ${what}; the lease is over for ${sayDuration(over)}`,
      'follow docs/runbook.md#a-release-is-stuck',
    ),
  ];
}

function judgeFreeze(freeze: Freeze, now: number): Finding[] {
  if (!isInForce(freeze, now)) return [];
  const { service, stage, by, reason, at, until } = freeze;
  const age = now - at;
  if (age <= (until === undefined ? FORGOTTEN_FREEZE_MS : LONG_FREEZE_MS)) return [];
  const where = [service, service ? stage : stage && `--stage ${stage}`].filter(Boolean).join(' ');
  const what = where.replace(/^--stage (.*)/, '$1 of every service') || 'everything';
  return [
    warning(
      'freezes',
      `${what} is frozen since ${sayDuration(age)} by ${by}: ${reason}`,
      `lift it when it is over: npx bakewatch unfreeze ${where ? `${where} ` : ''}--reason "..."`,
    ),
  ];
}
