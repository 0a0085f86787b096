import type { Host } from '#core/intake/repository-id.ts';
import { functionsFor } from './installation.ts';
import { answered, deadLetters, ofFunction, ofMachine, ofTable, own, type WatchedMetric } from './metrics.ts';

/**
 * The alarms by which Bakewatch watches itself, as data: whoever installs them and whoever tests them reads the same list. Each is
 * explained in a section of docs/runbook.md, for a person at 3 a.m.
 *
 * What it costs a month (us-east-1): an alarm is $0.10 for each metric that it watches (math: for each that it combines), which is $3.40;
 * our own metrics are $0.30 each in a month in which they are reported, thirteen without dimensions and one for each outcome of a webhook (six)
 * and of a click (nine), $8.40 when all of them occur; what AWS reports of its own services is free, and so are the first three dashboards.
 */
export interface AlarmSpec {
  name: `bakewatch-${string}`;
  /** One sentence: what is the case while it is red. */
  means: string;
  watches: WatchedMetric | WatchedMath;
  threshold: number;
  comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  /** How many periods are looked at, and how many of them must be beyond the threshold. */
  periods: number;
  breaching: number;
  missing: 'breaching' | 'notBreaching';
  /** The section of docs/runbook.md, as GitHub spells its anchor. */
  runbook: string;
  /** Somebody is called (an SNS topic); otherwise it is only shown. */
  pages: boolean;
}

export interface WatchedMath {
  /** CloudWatch's metric math over the metrics, by their ids. */
  expression: string;
  metrics: Record<string, WatchedMetric>;
  /** Seconds: the same in all of them. */
  period: number;
}

export interface AlarmOptions {
  stateMachineArn: string;
  /** For so long a release may wait for a stage before it is shown: longer than the longest time in which no window is open. */
  longestWaitSeconds?: number;
  /** Where repositories are; default: GitHub. */
  hosts?: ReadonlySet<Host>;
}

const GITHUB: ReadonlySet<Host> = new Set(['github']);
const MINUTE = 60;
const DAY = 86_400;

/** The sum of all of them, period by period: 0 where none has said anything. */
function sumOf(metrics: WatchedMetric[]): WatchedMath {
  const named = Object.fromEntries(metrics.map((metric, index) => [`m${index + 1}`, metric]));
  const expression = Object.keys(named)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  return { expression, metrics: named, period: metrics[0]?.period ?? MINUTE };
}

function throttledOf(hosts: ReadonlySet<Host>): WatchedMetric[] {
  const installed = new Set(functionsFor(hosts).map(({ name }) => name));
  return MUST_NOT_BE_THROTTLED.filter((name) => installed.has(name)).map((name) =>
    ofFunction(name, 'Throttles', 5 * MINUTE),
  );
}

/** Red when there is anything to count in so many of so many periods. */
const anyOf = (
  watches: WatchedMetric | WatchedMath,
  breaching = 1,
  periods = breaching,
): Pick<AlarmSpec, 'watches' | 'threshold' | 'comparison' | 'periods' | 'breaching' | 'missing'> => ({
  watches,
  threshold: 0,
  comparison: 'GreaterThanThreshold',
  periods,
  breaching,
  missing: 'notBreaching',
});

/** Functions whose throttling somebody outside notices. */
const MUST_NOT_BE_THROTTLED = [
  'receive-webhook',
  'receive-gitlab',
  'receive-bitbucket',
  'receive-slack',
  'start-release',
  'resume-waits',
  'settle-releases',
  'obey-command',
  'notify',
];

export function alarms({ stateMachineArn, longestWaitSeconds = DAY, hosts = GITHUB }: AlarmOptions): AlarmSpec[] {
  return [...ofSweeps(longestWaitSeconds), ...ofDoors(), ...ofRelay(), ...ofCapacity(stateMachineArn, hosts)];
}

const ofSweeps = (longestWaitSeconds: number): AlarmSpec[] => [
  {
    name: 'bakewatch-sweep-stopped',
    means: 'No sweep has gone well for eight minutes: nobody looks after releases whose execution has died.',
    // Sweeps come every five minutes. FILL, because CloudWatch looks further back than it is asked to where points are missing, and
    // would find an older heartbeat there; `breaching` for when there has been none at all. Eight minutes bear a sweep that fails at
    // its time-out, is tried again a minute later and takes its time, and they leave two minutes for CloudWatch to say so within ten.
    watches: { expression: 'FILL(sweeps, 0)', metrics: { sweeps: own('Sweeps', 'Sum', MINUTE) }, period: MINUTE },
    threshold: 1,
    comparison: 'LessThanThreshold',
    periods: 8,
    breaching: 8,
    missing: 'breaching',
    runbook: 'the-sweep-has-stopped',
    pages: true,
  },
  {
    name: 'bakewatch-sweep-failed',
    means: 'settle-releases failed in two of three periods of five minutes.',
    ...anyOf(ofFunction('settle-releases', 'Errors', 5 * MINUTE), 2, 3),
    runbook: 'a-sweep-has-failed',
    pages: false,
  },
  {
    name: 'bakewatch-stuck-releases',
    means: 'Two sweeps could not look after a release, or nobody has renewed the lock of a stage for too long.',
    ...anyOf(own('StuckReleases', 'Maximum', 5 * MINUTE), 2, 3),
    runbook: 'a-release-is-stuck',
    pages: true,
  },
  {
    name: 'bakewatch-stage-kept',
    means: 'A rollback has failed, and its stage stays locked until a person has looked.',
    ...anyOf(own('KeptStages', 'Maximum', 5 * MINUTE), 2, 3),
    runbook: 'a-rollback-has-failed',
    pages: false,
  },
  {
    name: 'bakewatch-oldest-waiting',
    means: 'A release has waited for a stage for longer than it should.',
    watches: own('OldestWaitingSeconds', 'Maximum', 5 * MINUTE),
    threshold: longestWaitSeconds,
    comparison: 'GreaterThanThreshold',
    periods: 3,
    breaching: 3,
    missing: 'notBreaching',
    runbook: 'a-release-has-waited-too-long',
    pages: false,
  },
  {
    name: 'bakewatch-called',
    means: 'Bakewatch calls somebody: a release or a stage needs a person now.',
    ...anyOf(own('Calls', 'Sum', MINUTE)),
    runbook: 'bakewatch-calls-somebody',
    pages: true,
  },
];

/** What comes from outside. */
const ofDoors = (): AlarmSpec[] => [
  {
    name: 'bakewatch-webhooks-unavailable',
    means: 'Pushes could not be stored: GitHub was answered 503 in two of three periods of five minutes.',
    // One alone is healed by find-lost-pushes, whose redeliveries come within a few minutes: if those fail, too, it is two.
    ...anyOf(answered('Webhooks', 'unavailable', 5 * MINUTE), 2, 3),
    runbook: 'webhooks-cannot-be-stored',
    pages: true,
  },
  {
    name: 'bakewatch-webhooks-unauthentic',
    means: 'More than twenty webhooks in five minutes were not signed with our secret, three times in a row.',
    ...anyOf(answered('Webhooks', 'unauthentic', 5 * MINUTE), 3),
    threshold: 20,
    runbook: 'webhooks-are-not-authentic',
    pages: false,
  },
  {
    name: 'bakewatch-clicks-unavailable',
    means: 'Clicks in Slack could not be handed over in two of three periods of five minutes.',
    ...anyOf(answered('Clicks', 'unavailable', 5 * MINUTE), 2, 3),
    runbook: 'clicks-in-slack-get-lost',
    pages: false,
  },
  {
    name: 'bakewatch-webhooks-missing',
    means: 'Three pushes or more within an hour were found at their branches: their webhooks never came.',
    watches: own('LostPushes', 'Sum', 60 * MINUTE),
    threshold: 3,
    comparison: 'GreaterThanOrEqualToThreshold',
    periods: 1,
    breaching: 1,
    missing: 'notBreaching',
    runbook: 'webhooks-do-not-come',
    pages: false,
  },
  {
    name: 'bakewatch-repositories-unreadable',
    means: 'A repository could not be read for fifteen minutes: pushes to it that get lost are not found.',
    ...anyOf(own('UnreadableRepositories', 'Maximum', 5 * MINUTE), 3),
    runbook: 'the-search-for-lost-pushes-fails',
    pages: false,
  },
  {
    name: 'bakewatch-searches-failed',
    means: 'The search for lost pushes could not do all of its work for fifteen minutes.',
    ...anyOf(
      sumOf([own('FailedSearches', 'Sum', 5 * MINUTE), ofFunction('find-lost-pushes', 'Errors', 5 * MINUTE)]),
      3,
    ),
    runbook: 'the-search-for-lost-pushes-fails',
    pages: false,
  },
];

/** What one part of Bakewatch hands to another. */
const ofRelay = (): AlarmSpec[] => [
  {
    name: 'bakewatch-dead-letters',
    means: 'Something was tried as often as it may be and given up: a dead letter has it.',
    ...anyOf(deadLetters(5 * MINUTE)),
    runbook: 'there-are-dead-letters',
    pages: true,
  },
  {
    name: 'bakewatch-releases-not-started',
    means: 'start-release is more than five minutes behind: new releases do not start, and calls are late.',
    watches: ofFunction('start-release', 'IteratorAge', MINUTE),
    threshold: 300_000,
    comparison: 'GreaterThanThreshold',
    periods: 3,
    breaching: 3,
    missing: 'notBreaching',
    runbook: 'releases-do-not-start',
    pages: true,
  },
  {
    name: 'bakewatch-slack-late',
    means: 'notify is more than fifteen minutes behind: Slack shows what was, not what is.',
    watches: ofFunction('notify', 'IteratorAge', 5 * MINUTE),
    threshold: 900_000,
    comparison: 'GreaterThanThreshold',
    periods: 2,
    breaching: 2,
    missing: 'notBreaching',
    runbook: 'slack-is-late',
    pages: false,
  },
  {
    name: 'bakewatch-start-release-failed',
    means: 'start-release broke in two of three periods of five minutes.',
    ...anyOf(ofFunction('start-release', 'Errors', 5 * MINUTE), 2, 3),
    runbook: 'releases-do-not-start',
    pages: false,
  },
  {
    name: 'bakewatch-announcements-refused',
    means: 'EventBridge refused events of Bakewatch for good: whoever follows them does not hear of something.',
    ...anyOf(own('RefusedAnnouncements', 'Sum', 5 * MINUTE)),
    runbook: 'events-are-refused',
    pages: false,
  },
  {
    name: 'bakewatch-messages-refused',
    means: 'Slack refused messages for good: a thread lacks something, or a channel hears nothing at all.',
    ...anyOf(own('RefusedMessages', 'Sum', 5 * MINUTE)),
    runbook: 'slack-refuses-messages',
    pages: false,
  },
  {
    name: 'bakewatch-reports-given-up',
    means: 'GitHub could not be told for three days how a release ended, and is not told any more.',
    ...anyOf(own('GivenUpReports', 'Sum', 5 * MINUTE)),
    runbook: 'github-shows-what-was',
    pages: false,
  },
  {
    name: 'bakewatch-resume-waits-failed',
    means: 'resume-waits failed in two of three periods of five minutes: events are heard only at the next look.',
    ...anyOf(ofFunction('resume-waits', 'Errors', 5 * MINUTE), 2, 3),
    runbook: 'events-are-not-heard',
    pages: false,
  },
  {
    name: 'bakewatch-commands-failed',
    means: 'Commands of persons failed in two of three periods of five minutes.',
    ...anyOf(ofFunction('obey-command', 'Errors', 5 * MINUTE), 2, 3),
    runbook: 'commands-fail',
    pages: false,
  },
];

/** What AWS refuses because there is too much of it. */
const ofCapacity = (stateMachineArn: string, hosts: ReadonlySet<Host>): AlarmSpec[] => [
  {
    name: 'bakewatch-functions-throttled',
    means: 'Lambda refused to run functions that somebody waits for, in two of three periods of five minutes.',
    ...anyOf(sumOf(throttledOf(hosts)), 2, 3),
    runbook: 'aws-throttles-bakewatch',
    pages: true,
  },
  {
    name: 'bakewatch-table-throttled',
    means: 'DynamoDB refused reads or writes of the ledger in three periods of five minutes in a row.',
    // Filled, because CloudWatch keeps the state of an alarm over the table's own metrics where they are missing, red for ever.
    ...anyOf(sumOf(['ReadThrottleEvents', 'WriteThrottleEvents'].map((metric) => ofTable(metric, 5 * MINUTE))), 3),
    runbook: 'aws-throttles-bakewatch',
    pages: false,
  },
  {
    name: 'bakewatch-executions-throttled',
    means: 'Step Functions slowed executions down in three periods of five minutes in a row.',
    ...anyOf(ofMachine(stateMachineArn, 'ExecutionThrottled', 5 * MINUTE), 3),
    runbook: 'aws-throttles-bakewatch',
    pages: false,
  },
  {
    name: 'bakewatch-executions-died',
    means: 'An execution was stopped by hand or took too long: another one makes its stage safe.',
    ...anyOf(
      sumOf(
        ['ExecutionsTimedOut', 'ExecutionsAborted'].map((metric) => ofMachine(stateMachineArn, metric, 5 * MINUTE)),
      ),
    ),
    runbook: 'an-execution-has-died',
    pages: false,
  },
];
