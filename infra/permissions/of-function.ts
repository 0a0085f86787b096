import { hostsOf } from '#core/config/hosts-of.ts';
import type { Config } from '#core/config/schema.ts';
import { PARTITIONS } from '#core/ledger/keys.ts';
import {
  BITBUCKET_SECRET,
  BITBUCKET_WEBHOOK_SECRET,
  functionName,
  GITHUB_SECRET,
  GITLAB_SECRET,
  GITLAB_WEBHOOK_SECRET,
  SLACK_SECRET,
  SLACK_SIGNING_SECRET,
  STATE_MACHINE,
  STATE_MACHINE_ALIAS,
  WEBHOOK_SECRET,
} from '../installation.ts';
import { type Reach, reachOf } from '../reach.ts';
import { alarmGrants } from './cloudwatch.ts';
import { type FleetAct, fleetGrants } from './ecs.ts';
import { ANY, arnAt, type Grant, grantOn } from './grant.ts';
import { type LedgerAct, ledgerGrants, type Partition } from './ledger.ts';

/** What one function does, in the words of its ports. Whoever gives a handler another port says so here. */
export interface Needs {
  ledger?: readonly LedgerAct[];
  /** The partitions in which it changes something. */
  changes?: readonly Partition[];
  /** Answers task tokens. */
  tokens?: true;
  fleet?: readonly FleetAct[];
  /** Registers the task definitions of migrations, too. */
  migrations?: true;
  alarms?: 'states' | 'states and evidence';
  registry?: 'has' | 'find';
  /** Looks at the tags that services are released from. */
  tags?: true;
  builds?: readonly ('read' | 'stop')[];
  executions?: true;
  /** Says on EventBridge's default bus what happened. */
  announces?: true;
  secrets?: readonly string[];
  githubToken?: true;
  /** Tokens of other hosts, where repositories are there and the configuration says that there is one. */
  otherTokens?: readonly ('gitlab' | 'bitbucket')[];
  /** Functions that it calls. */
  calls?: readonly string[];
}

const {
  unreported,
  services,
  checks,
  freezes,
  service,
  release,
  configs,
  waits,
  pushes,
  commits,
  deliveries,
  command,
  commands,
} = PARTITIONS;
/** A push and what becomes of it at once. */
const INTAKE: Partition[] = [deliveries, pushes, commits, service, release];
/** A release on its way. */
const COURSE: Partition[] = [service, release];

export const OTHER_TOKENS = { gitlab: GITLAB_SECRET, bitbucket: BITBUCKET_SECRET } as const;
const OTHERS = ['gitlab', 'bitbucket'] as const;

export const NEEDS: Record<string, Needs> = {
  'receive-webhook': { ledger: ['read', 'list', 'write'], changes: [...INTAKE, checks], secrets: [WEBHOOK_SECRET] },
  'receive-gitlab': {
    ledger: ['read', 'list', 'write'],
    changes: INTAKE,
    secrets: [GITLAB_WEBHOOK_SECRET],
    otherTokens: ['gitlab'],
  },
  'receive-bitbucket': { ledger: ['read', 'list', 'write'], changes: INTAKE, secrets: [BITBUCKET_WEBHOOK_SECRET] },
  'receive-image': { ledger: ['read', 'list', 'write'], changes: INTAKE, tags: true },
  'receive-slack': { secrets: [SLACK_SIGNING_SECRET], calls: ['obey-command', 'answer-slack'] },
  'answer-slack': { ledger: ['read', 'list'], calls: ['obey-command', 'explain-commit'] },
  'start-release': { ledger: ['read', 'list'], executions: true, announces: true },
  'resume-waits': { ledger: ['list', 'remove'], changes: [waits], tokens: true },
  'settle-releases': {
    ledger: ['read', 'list', 'write', 'remove'],
    changes: [...COURSE, waits],
    tokens: true,
    executions: true,
  },
  'explain-commit': { ledger: ['read', 'list'], githubToken: true, otherTokens: OTHERS, tags: true },
  'find-lost-pushes': {
    ledger: ['read', 'list', 'write'],
    changes: INTAKE,
    githubToken: true,
    otherTokens: OTHERS,
    tags: true,
  },
  'report-to-github': {
    ledger: ['read', 'list', 'write', 'remove'],
    changes: [...COURSE, unreported],
    githubToken: true,
  },
  notify: { ledger: ['read', 'write'], changes: [release], secrets: [SLACK_SECRET] },
  'apply-config': { ledger: ['read', 'list', 'write', 'remove'], changes: [services, configs] },
  'obey-command': {
    ledger: ['read', 'list', 'write', 'remove'],
    changes: [...COURSE, waits, freezes, command, commands],
    tokens: true,
    fleet: ['view', 'imageOf'],
    alarms: 'states',
    registry: 'has',
    builds: ['stop'],
  },
  'show-widget': { ledger: ['read', 'list'] },
  'note-build': { ledger: ['read', 'write', 'check'], changes: [release], builds: ['read', 'stop'] },
  'prepare-release': {
    ledger: ['read', 'list', 'write'],
    changes: COURSE,
    registry: 'find',
    githubToken: true,
    otherTokens: OTHERS,
  },
  'await-checks': {
    ledger: ['read', 'list', 'write'],
    changes: [...COURSE, waits],
    tokens: true,
    githubToken: true,
  },
  'record-artifact': { ledger: ['read', 'write'], changes: COURSE, registry: 'find' },
  'enter-stage': {
    ledger: ['read', 'list', 'write', 'check', 'remove'],
    changes: [...COURSE, waits],
    tokens: true,
    fleet: ['view', 'imageOf'],
    alarms: 'states',
    registry: 'has',
  },
  'prepare-migration': { ledger: ['read', 'write'], changes: COURSE, fleet: ['register'], migrations: true },
  'record-migration': { ledger: ['read', 'write'], changes: COURSE },
  'start-deployment': { ledger: ['read', 'write'], changes: COURSE, fleet: ['view', 'register', 'deploy'] },
  'await-deployment': {
    ledger: ['read', 'write'],
    changes: [...COURSE, waits],
    tokens: true,
    fleet: ['view', 'runningTasks', 'stoppedTasks'],
  },
  'verify-stage': { ledger: ['read', 'write'], changes: COURSE },
  'await-bake': {
    ledger: ['read', 'write'],
    changes: [...COURSE, waits],
    tokens: true,
    fleet: ['view', 'runningTasks'],
    alarms: 'states and evidence',
  },
  'leave-stage': { ledger: ['read', 'list', 'write', 'remove'], changes: [...COURSE, waits], tokens: true },
  'start-rollback': { ledger: ['read', 'write'], changes: COURSE, fleet: ['view', 'deploy', 'stop'] },
  'leave-after-rollback': { ledger: ['read', 'list', 'write', 'remove'], changes: [...COURSE, waits], tokens: true },
  'finish-release': { ledger: ['read', 'write'], changes: COURSE },
};

/** What one function may do for one configuration: what it needs, on what the configuration names, and nothing else. */
export function grantsOf(name: string, config: Config): Grant[] {
  const needs = NEEDS[name];
  if (!needs) throw new Error(`infra/permissions/of-function.ts does not say what ${name} needs.`);
  const [own, ...elsewhere] = reachOf(config);
  const {
    ledger = [],
    changes = [],
    tokens,
    fleet = [],
    alarms,
    registry,
    tags,
    builds,
    executions,
    announces,
    secrets = [],
    githubToken,
    otherTokens = [],
    calls = [],
  } = needs;
  const read = [
    ...secrets,
    ...(githubToken && config.installation.githubToken ? [GITHUB_SECRET] : []),
    ...tokensOf(otherTokens, config),
  ];
  return [
    ...ledgerGrants(ledger, changes),
    ...(tokens ? [ANSWER_TOKENS] : []),
    ...targetGrants(needs, own),
    ...(registry ? registryGrants(registry, config) : []),
    ...(tags ? tagGrants(config) : []),
    ...(builds ? buildGrants(builds, config) : []),
    ...(executions ? executionGrants() : []),
    ...(announces ? [{ actions: ['events:PutEvents'], resources: [arnAt('events', {}, 'event-bus/default')] }] : []),
    ...read.map(secretGrant),
    ...(calls.length > 0 ? [{ actions: ['lambda:InvokeFunction'], resources: calls.map(functionArn) }] : []),
    ...(fleet.length > 0 || alarms
      ? grantOn(
          ['sts:AssumeRole'],
          elsewhere.flatMap(({ role }) => role ?? []),
        )
      : []),
  ];
}

function tokensOf(needed: readonly ('gitlab' | 'bitbucket')[], config: Config): string[] {
  const { gitlabToken, bitbucketToken } = config.installation;
  const given = { gitlab: gitlabToken, bitbucket: bitbucketToken };
  const hosts = hostsOf(config);
  return needed.filter((host) => given[host] && hosts.has(host)).map((host) => OTHER_TOKENS[host]);
}

/** What a function does with targets and their alarms, in the account where it does it. */
export function targetGrants({ fleet = [], alarms, migrations }: Needs, reach: Reach): Grant[] {
  const families = migrations ? reach.tasks.filter(({ kind }) => kind === 'migration') : [];
  return [
    ...fleetGrants(fleet, reach, families),
    ...(alarms ? alarmGrants({ evidence: alarms === 'states and evidence' }) : []),
  ];
}

const ANSWER_TOKENS: Grant = {
  actions: ['states:SendTaskSuccess'],
  resources: [ANY],
  why: 'A task token is no resource that could be named: it is known only to whom the state machine gave it',
};

function registryGrants(needed: 'has' | 'find', { services }: Config): Grant[] {
  const actions = ['ecr:DescribeImages', ...(needed === 'find' ? ['ecr:DescribeRepositories'] : [])];
  return grantOn(
    actions,
    Object.values(services).map(({ build }) => arnAt('ecr', {}, `repository/${build.image}`)),
  );
}

/** Whoever may find images by their digests (prepare-release) may look at their tags, too. */
const tagGrants = ({ services }: Config): Grant[] =>
  grantOn(
    ['ecr:DescribeImages'],
    Object.values(services).flatMap(({ build: { project, image } }) =>
      project ? [] : [arnAt('ecr', {}, `repository/${image}`)],
    ),
  );

function buildGrants(acts: readonly ('read' | 'stop')[], { services }: Config): Grant[] {
  return grantOn(
    acts.map((act) => (act === 'read' ? 'codebuild:BatchGetBuilds' : 'codebuild:StopBuild')),
    Object.values(services).flatMap(({ build: { project } }) =>
      project ? [arnAt('codebuild', {}, `project/${project}`)] : [],
    ),
  );
}

/**
 * An alias is no resource of its own but a condition key, and one of several values, which `StringEquals` alone is not made for.
 * https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
const executionGrants = (): Grant[] => [
  {
    actions: ['states:StartExecution'],
    resources: [arnAt('states', {}, `stateMachine:${STATE_MACHINE}`)],
    conditions: { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': STATE_MACHINE_ALIAS } },
  },
  {
    actions: ['states:DescribeExecution'],
    resources: [arnAt('states', {}, `execution:${STATE_MACHINE}:*`)],
    why: 'Every release has an execution of its own',
  },
];

const secretGrant = (name: string): Grant => ({
  actions: ['secretsmanager:GetSecretValue'],
  // Secrets Manager ends every secret's ARN in six characters of its own.
  resources: [arnAt('secretsmanager', {}, `secret:${name}-??????`)],
});

const functionArn = (name: string): string => arnAt('lambda', {}, `function:${functionName(name)}`);
