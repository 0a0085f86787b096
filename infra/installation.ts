import { EVENT_SOURCE } from '#core/cdevents/event-source.ts';
import { CHECKS_CHANGED } from '#core/checks/checks-changed.ts';
import type { Host } from '#core/intake/repository-id.ts';
import { PASSING_KINDS } from '#core/reports/passing-kinds.ts';
import { ENV as ANSWER_SLACK, SLACK_ANSWERS_ORIGIN } from '#functions/answer-slack/env.ts';
import { ENV as APPLY_CONFIG } from '#functions/apply-config/env.ts';
import { ENV as AWAIT_BAKE } from '#functions/await-bake/env.ts';
import { ENV as AWAIT_CHECKS } from '#functions/await-checks/env.ts';
import { ENV as AWAIT_DEPLOYMENT } from '#functions/await-deployment/env.ts';
import { EXTERNAL_ID, OTHER_HOSTS } from '#functions/compose/env.ts';
import { ENV as ENTER_STAGE } from '#functions/enter-stage/env.ts';
import { ENV as EXPLAIN_COMMIT } from '#functions/explain-commit/env.ts';
import { ENV as FIND_LOST_PUSHES, GITHUB_HOOKS, GITHUB_TOKEN_SECRET } from '#functions/find-lost-pushes/env.ts';
import { ENV as FINISH_RELEASE } from '#functions/finish-release/env.ts';
import { ENV as LEAVE_AFTER_ROLLBACK } from '#functions/leave-after-rollback/env.ts';
import { ENV as LEAVE_STAGE } from '#functions/leave-stage/env.ts';
import { ENV as NOTE_BUILD } from '#functions/note-build/env.ts';
import { BITBUCKET_URL, GITLAB_URL, ENV as NOTIFY, SLACK_API_URL } from '#functions/notify/env.ts';
import { ENV as OBEY_COMMAND } from '#functions/obey-command/env.ts';
import { ENV as PREPARE_MIGRATION } from '#functions/prepare-migration/env.ts';
import { ENV as PREPARE_RELEASE } from '#functions/prepare-release/env.ts';
import { ENV as RECEIVE_BITBUCKET } from '#functions/receive-bitbucket/env.ts';
import { GITLAB_TOKEN_SECRET, ENV as RECEIVE_GITLAB } from '#functions/receive-gitlab/env.ts';
import { ENV as RECEIVE_IMAGE } from '#functions/receive-image/env.ts';
import { ENV as RECEIVE_SLACK, SLACK_TEAMS } from '#functions/receive-slack/env.ts';
import { ENV as RECEIVE_WEBHOOK } from '#functions/receive-webhook/env.ts';
import { ENV as RECORD_ARTIFACT } from '#functions/record-artifact/env.ts';
import { ENV as RECORD_MIGRATION } from '#functions/record-migration/env.ts';
import { ENV as REPORT_TO_GITHUB } from '#functions/report-to-github/env.ts';
import { ENV as RESUME_WAITS } from '#functions/resume-waits/env.ts';
import { ENV as SETTLE_RELEASES } from '#functions/settle-releases/env.ts';
import { ENV as SHOW_WIDGET } from '#functions/show-widget/env.ts';
import { ENV as START_DEPLOYMENT } from '#functions/start-deployment/env.ts';
import { ENV as START_RELEASE } from '#functions/start-release/env.ts';
import { ENV as START_ROLLBACK } from '#functions/start-rollback/env.ts';
import { ENV as VERIFY_STAGE } from '#functions/verify-stage/env.ts';

/**
 * What an installation of Bakewatch consists of, as data: whoever installs it (into the AWS of one machine, into an account)
 * reads the same list.
 */
export interface FunctionSpec {
  /** The folder under functions/ and the bundle under dist/functions/. */
  name: string;
  timeoutSeconds: number;
  memoryMb: number;
  /** Names of the variables it must be given. */
  env: readonly string[];
  /** Names of those that it may be given. */
  optionalEnv: readonly string[];
  /** Called by the state machine: as `${PrepareRelease}` in its definition. */
  isTask: boolean;
  /** Under which name of `installation.concurrency` so many at once are kept for it alone. */
  keptConcurrency?: 'webhook' | 'slack';
  /** Installed only where some service's repository is at this host. */
  host?: Host;
}

/**
 * Enough for everything, by measurement (`npm run bench -- memory`): some hundred calls leave 180 MB behind, and with the 0.29 processors that come
 * with it a cold start is at work for 0.4 s. Half of it would leave too little room, and take 0.8 s.
 */
const MEMORY_MB = 512;

const task = (name: string, env: readonly string[], optionalEnv: readonly string[] = []): FunctionSpec => ({
  name,
  env,
  optionalEnv,
  timeoutSeconds: 50,
  memoryMb: MEMORY_MB,
  isTask: true,
});
const aside = (
  name: string,
  env: readonly string[],
  timeoutSeconds: number,
  optionalEnv: readonly string[] = [],
): FunctionSpec => ({
  name,
  env,
  optionalEnv,
  timeoutSeconds,
  memoryMb: MEMORY_MB,
  isTask: false,
});

export const FUNCTIONS: FunctionSpec[] = [
  // GitHub hangs up after 10 s; a burst that waits longer for its numbers is still stored.
  { ...aside('receive-webhook', RECEIVE_WEBHOOK, 25), keptConcurrency: 'webhook', host: 'github' },
  { ...aside('receive-gitlab', RECEIVE_GITLAB, 25, [GITLAB_TOKEN_SECRET]), keptConcurrency: 'webhook', host: 'gitlab' },
  { ...aside('receive-bitbucket', RECEIVE_BITBUCKET, 25), keptConcurrency: 'webhook', host: 'bitbucket' },
  // Slack hangs up after 3 s: what takes longer is not heard any more.
  { ...aside('receive-slack', RECEIVE_SLACK, 10, [SLACK_TEAMS]), keptConcurrency: 'slack' },
  { ...aside('receive-image', RECEIVE_IMAGE, 30), host: 'ecr' },
  aside('start-release', START_RELEASE, 30),
  aside('resume-waits', RESUME_WAITS, 30),
  aside('settle-releases', SETTLE_RELEASES, 50),
  aside('explain-commit', EXPLAIN_COMMIT, 40, [GITHUB_TOKEN_SECRET, ...OTHER_HOSTS]),
  aside('find-lost-pushes', FIND_LOST_PUSHES, 110, [GITHUB_TOKEN_SECRET, GITHUB_HOOKS, ...OTHER_HOSTS]),
  // Ten events at a time, each up to three calls of a slow Slack, which is given up after 5 s.
  aside('notify', NOTIFY, 180, [SLACK_API_URL, GITLAB_URL, BITBUCKET_URL]),
  // Two releases one after the other at most, each up to eight questions to a slow GitHub, which is given up after 8 s.
  aside('report-to-github', REPORT_TO_GITHUB, 110, [GITHUB_TOKEN_SECRET]),
  aside('obey-command', OBEY_COMMAND, 30, [EXTERNAL_ID]),
  // Waits for explain-commit, which has 40 s.
  aside('answer-slack', ANSWER_SLACK, 60, [SLACK_ANSWERS_ORIGIN]),
  aside('apply-config', APPLY_CONFIG, 60),
  aside('note-build', NOTE_BUILD, 30),
  // Somebody looks at a dashboard meanwhile.
  aside('show-widget', SHOW_WIDGET, 20, [GITLAB_URL, BITBUCKET_URL]),
  task('prepare-release', PREPARE_RELEASE, [GITHUB_TOKEN_SECRET, ...OTHER_HOSTS]),
  task('await-checks', AWAIT_CHECKS, [GITHUB_TOKEN_SECRET]),
  task('record-artifact', RECORD_ARTIFACT),
  task('enter-stage', ENTER_STAGE, [EXTERNAL_ID]),
  task('prepare-migration', PREPARE_MIGRATION, [EXTERNAL_ID]),
  task('record-migration', RECORD_MIGRATION),
  task('start-deployment', START_DEPLOYMENT, [EXTERNAL_ID]),
  task('await-deployment', AWAIT_DEPLOYMENT, [EXTERNAL_ID]),
  task('verify-stage', VERIFY_STAGE),
  task('await-bake', AWAIT_BAKE, [EXTERNAL_ID]),
  task('leave-stage', LEAVE_STAGE),
  task('start-rollback', START_ROLLBACK, [EXTERNAL_ID]),
  task('leave-after-rollback', LEAVE_AFTER_ROLLBACK),
  task('finish-release', FINISH_RELEASE),
];

/** Those that are installed where repositories are at these hosts. */
export const functionsFor = (hosts: ReadonlySet<Host>): FunctionSpec[] =>
  FUNCTIONS.filter(({ host }) => host === undefined || hosts.has(host));

/** What a function asks for must be there; what it does not know is not given. */
export function variablesOf(spec: FunctionSpec, variables: Record<string, string>): Record<string, string> {
  const missing = spec.env.filter((name) => !variables[name]);
  if (missing.length > 0)
    throw new Error(`${spec.name} needs ${missing.join(', ')}, which the installation does not set.`);
  const optional = spec.optionalEnv.filter((name) => variables[name]);
  return Object.fromEntries([...spec.env, ...optional].map((name) => [name, variables[name] ?? '']));
}

/** `prepare-release` as the definition spells it: `PrepareRelease`. */
export const substitution = (name: string): string =>
  name.replaceAll(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase());

export const TABLE = 'bakewatch';
/** The ledger's table, as CreateTable takes it; its stream and its time to live are beside it. */
export const LEDGER_TABLE = {
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' as const },
    { AttributeName: 'sk', AttributeType: 'S' as const },
  ],
};
export const STATE_MACHINE = 'bakewatch-release';
/** Releases start by it; it names the version that was installed last, so that a release keeps the machine that it began with. */
export const STATE_MACHINE_ALIAS = 'live';
export const functionName = (name: string): string => `bakewatch-${name}`;
/** Roles are known in a whole account, functions in one region of it. */
export const roleName = (region: string, name: string): string => `bakewatch-${region}-${name}`;
export const WEBHOOK_SECRET = 'bakewatch/webhook';
export const GITLAB_WEBHOOK_SECRET = 'bakewatch/gitlab-webhook';
export const BITBUCKET_WEBHOOK_SECRET = 'bakewatch/bitbucket-webhook';
export const SLACK_SECRET = 'bakewatch/slack-token';
export const SLACK_SIGNING_SECRET = 'bakewatch/slack-signing';
export const GITHUB_SECRET = 'bakewatch/github-token';
export const GITLAB_SECRET = 'bakewatch/gitlab-token';
export const BITBUCKET_SECRET = 'bakewatch/bitbucket-token';
/** The configuration, as apply-config finds it beside its bundle. */
export const CONFIG_FILE = 'config.json';
export const DEAD_LETTERS = 'bakewatch-dead-letters';
/** The topic by which alarms call somebody. */
export const CALLS = 'bakewatch-calls';
export const DASHBOARD = 'bakewatch';

/** Which functions have a URL of their own, open to everybody: each of them believes only what is signed. */
export const URLS = ['receive-webhook', 'receive-gitlab', 'receive-bitbucket', 'receive-slack'] as const;
export type Door = (typeof URLS)[number];

/** The doors that are open where repositories are at these hosts. */
export const doorsFor = (hosts: ReadonlySet<Host>): Door[] => {
  const installed = new Set(functionsFor(hosts).map(({ name }) => name));
  return URLS.filter((name) => installed.has(name));
};

/** Where they are behind one API, if that is chosen, and how much is let through to Lambda: a burst of pushes passes, a flood does not. */
export const DOORS = {
  'receive-webhook': '/webhook',
  'receive-gitlab': '/gitlab',
  'receive-bitbucket': '/bitbucket',
  'receive-slack': '/slack',
} as const satisfies Record<Door, string>;
export const THROTTLE = { perSecond: 50, atOnce: 200 } as const;

/**
 * Functions that are called and not waited for (by EventBridge, or with an order or a question). How often a call that failed is tried again, one and
 * two minutes later, and how old it may grow before it is given up; then it is a dead letter. EventBridge, too, tries to hand over for
 * so long and no longer.
 */
export const HANDED_OVER = [
  /** An order that is obeyed later than ten minutes after it was given surprises whoever gave it. */
  { function: 'obey-command', retries: 2, longestSeconds: 600 },
  /** Slack takes answers for half an hour; whoever typed looks for it ten minutes at most. */
  { function: 'answer-slack', retries: 2, longestSeconds: 600 },
  /** Whoever waits looks by itself within five minutes: a later wake-up is worth nothing. */
  { function: 'resume-waits', retries: 2, longestSeconds: 300 },
  /** What is noted later than that is noted of a build that is over. */
  { function: 'note-build', retries: 2, longestSeconds: 300 },
  /** The next sweep comes in five minutes. Tried once more in between, a single fault makes no gap that would raise an alarm. */
  { function: 'settle-releases', retries: 1, longestSeconds: 300 },
  /** It reads what is true when it is called: what cannot be said is noted, and the next run comes in five minutes. */
  { function: 'report-to-github', retries: 2, longestSeconds: 600 },
  /** The search finds an image within five minutes whose event was lost. */
  { function: 'receive-image', retries: 2, longestSeconds: 300 },
  /** The next search comes in two minutes. Tried once more, a single fault leaves no dead letter. */
  { function: 'find-lost-pushes', retries: 1, longestSeconds: 300 },
] as const;

/** The functions that events and schedules call. */
export type CalledByEvents = Exclude<(typeof HANDED_OVER)[number]['function'], 'obey-command' | 'answer-slack'>;

/** Those that are installed where repositories are at these hosts. */
export const handedOverAt = (hosts: ReadonlySet<Host>): readonly (typeof HANDED_OVER)[number][] => {
  const installed = new Set(functionsFor(hosts).map(({ name }) => name));
  return HANDED_OVER.filter((handed) => installed.has(handed.function));
};

/** For how many seconds EventBridge tries to hand an event over; by itself it would try for a day. */
export function handedOverFor(called: CalledByEvents): number {
  const spec = HANDED_OVER.find((each) => each.function === called);
  if (!spec) throw new Error(`HANDED_OVER does not say for how long ${called} is tried.`);
  return spec.longestSeconds;
}

/** Which changes of the ledger reach which function (its stream's filters). */
export const STREAMS = [
  {
    function: 'start-release',
    /** A push is never given up: it is tried for as long as the stream keeps it (24 h). */
    retries: -1,
    /** New releases, and what happened to them: it counts what calls somebody, and announces everything; and news of checks, which it announces. A stream has two readers at most. */
    filter: {
      eventName: ['INSERT'],
      dynamodb: { Keys: { sk: { S: [{ prefix: 'RELEASE#' }, { prefix: 'EVENT#' }, { prefix: 'NEWS#' }] } } },
    },
  },
  {
    function: 'notify',
    /** Slack may be away for hours; a message that cannot be sent at all must not hold up the others for ever. */
    retries: 200,
    filter: { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } } },
  },
] as const;

/** Which events wake waits. Each only wakes: what decides is a fresh look at the world. */
export const RULES = [
  {
    name: 'bakewatch-alarms',
    pattern: {
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change', 'CloudWatch Alarm Configuration Change'],
    },
  },
  {
    name: 'bakewatch-deployments',
    pattern: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Deployment State Change', 'ECS Service Action', 'ECS Hook State Change'],
    },
  },
  /** Said by start-release of what a webhook told. */
  { name: 'bakewatch-checks', pattern: { source: [EVENT_SOURCE], 'detail-type': [CHECKS_CHANGED] } },
] as const;

/** What brings settle-releases to look after releases that nobody drives any more. */
export const SETTLING_RULES = [
  {
    name: 'bakewatch-dead-executions',
    pattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [{ suffix: `:stateMachine:${STATE_MACHINE}` }],
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
      },
    },
  },
  /** Finds what no event told of: a release that was never started, an execution whose end nobody heard. */
  { name: 'bakewatch-sweep', schedule: 'rate(5 minutes)' },
] as const;

/**
 * What brings find-lost-pushes to look: two looks find a lost push, so it is there within four minutes and a little; scenario L9
 * allows five.
 */
export const SEARCHING_RULE = { name: 'bakewatch-lost-pushes', schedule: 'rate(2 minutes)' } as const;

/** What brings note-build to look at a build that has begun: not all of them are ours. */
export const BUILDING_RULE = {
  name: 'bakewatch-builds',
  pattern: {
    source: ['aws.codebuild'],
    'detail-type': ['CodeBuild Build State Change'],
    detail: { 'build-status': ['IN_PROGRESS'] },
  },
} as const;

/** What brings receive-image to look at a tag: ECR tells of every image that was pushed with one, as well as it can. */
export const IMAGE_RULE = {
  name: 'bakewatch-images',
  pattern: {
    source: ['aws.ecr'],
    'detail-type': ['ECR Image Action'],
    detail: { 'action-type': ['PUSH'], result: ['SUCCESS'] },
  },
} as const;

/** What brings report-to-github to look at a release; and at those that GitHub could not be told of. */
export const REPORTING_RULES = [
  {
    name: 'bakewatch-reports',
    pattern: {
      source: [EVENT_SOURCE],
      detail: { customData: { release: [{ exists: true }], kind: [{ 'anything-but': PASSING_KINDS }] } },
    },
  },
  { name: 'bakewatch-late-reports', schedule: 'rate(5 minutes)' },
] as const;

/** What an event must look like, as EventBridge takes it. */
export interface RulePattern {
  source: readonly string[];
  'detail-type'?: readonly string[];
  detail?: Record<string, unknown>;
}

/** A rule with the function that it calls: for events that look like `pattern`, or by `schedule`. */
export type EventRule = { name: string; calls: CalledByEvents } & ({ pattern: RulePattern } | { schedule: string });

/** All of them. */
export const EVENT_RULES: readonly EventRule[] = [
  ...RULES.map((rule) => ({ ...rule, calls: 'resume-waits' as const })),
  ...SETTLING_RULES.map((rule) => ({ ...rule, calls: 'settle-releases' as const })),
  { ...SEARCHING_RULE, calls: 'find-lost-pushes' },
  { ...BUILDING_RULE, calls: 'note-build' },
  { ...IMAGE_RULE, calls: 'receive-image' },
  ...REPORTING_RULES.map((rule) => ({ ...rule, calls: 'report-to-github' as const })),
];

/** Those whose function is installed where repositories are at these hosts. */
export const rulesFor = (hosts: ReadonlySet<Host>): EventRule[] => {
  const installed = new Set(functionsFor(hosts).map(({ name }) => name));
  return EVENT_RULES.filter(({ calls }) => installed.has(calls));
};

/** The variables of functions that are the same wherever Bakewatch is installed. */
export const FIXED_VARIABLES = {
  BAKEWATCH_TABLE: TABLE,
  CONFIG_FILE,
  WEBHOOK_SECRET_ID: WEBHOOK_SECRET,
  GITLAB_WEBHOOK_SECRET_ID: GITLAB_WEBHOOK_SECRET,
  BITBUCKET_WEBHOOK_SECRET_ID: BITBUCKET_WEBHOOK_SECRET,
  SLACK_TOKEN_SECRET: SLACK_SECRET,
  SLACK_SIGNING_SECRET_ID: SLACK_SIGNING_SECRET,
  OBEY_COMMAND_FUNCTION: functionName('obey-command'),
  ANSWER_SLACK_FUNCTION: functionName('answer-slack'),
  EXPLAIN_COMMIT_FUNCTION: functionName('explain-commit'),
} as const;
