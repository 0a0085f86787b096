import { PutRuleCommand, type PutRuleCommandInput, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import type { Host } from '#core/intake/repository-id.ts';
import {
  BITBUCKET_SECRET,
  BITBUCKET_WEBHOOK_SECRET,
  type CalledByEvents,
  DEAD_LETTERS,
  FIXED_VARIABLES,
  functionName,
  GITHUB_SECRET,
  GITLAB_SECRET,
  GITLAB_WEBHOOK_SECRET,
  handedOverFor,
  rulesFor,
  SLACK_SECRET,
  SLACK_SIGNING_SECRET,
  TABLE,
  WEBHOOK_SECRET,
} from '#infra/installation.ts';
import { arn } from '../account.ts';
import type { Clients } from './clients.ts';
import { ensureTable } from './ensure-table.ts';
import { type FunctionUrls, installFunctions } from './install-functions.ts';
import { installStateMachine, stateMachineAliasArn } from './install-state-machine.ts';
import { keepSecret, setSecret } from './keep-secret.ts';

export interface Installed {
  /** Where pushes are told of, by the host of their repositories, and the secret that vouches for it. */
  webhooks: Partial<Record<Host, { url: string; secret: string }>>;
  /** Where Slack sends clicks to. */
  slackUrl: string;
  /** What executions are started by. */
  stateMachineArn: string;
  table: string;
}

export interface InstallOptions {
  clients: Clients;
  /** Where repositories are. */
  hosts: ReadonlySet<Host>;
  /** AWS on one machine: also where its GitHub, its Slack and its console pages are linked to. */
  awsUrl: string;
  consoleUrl: string;
  /** Directory of the built bundles. */
  bundles: string;
  /** File of the state machine's definition; by default that of this version. */
  definition?: string;
  /** Draws one for the first installation; later ones keep theirs. */
  newSecret: () => string;
  /** The repositories' webhooks, as find-lost-pushes takes them. */
  hooks: string;
  /** What roles in other accounts are asked with. */
  externalId?: string;
  /** What GitHub is asked with, where it does not answer everybody. */
  githubSecret?: string;
  /** Slack's own Web API is used when a token is given. */
  slackToken?: string;
  /** What Slack itself signs clicks with, when they come from there. */
  slackSigningSecret?: string;
}

/** Installs Bakewatch, or brings an earlier installation up to date. Safe to repeat at every start: nothing that lasts is lost. */
export async function install(options: InstallOptions): Promise<Installed> {
  const { clients, hosts, newSecret, githubSecret = 'one-machine', slackToken, slackSigningSecret } = options;
  await ensureTable(clients);
  await setSecret(clients, SLACK_SECRET, slackToken ?? 'one-machine');
  await setSecret(clients, GITHUB_SECRET, githubSecret);
  for (const secret of [GITLAB_SECRET, BITBUCKET_SECRET]) await setSecret(clients, secret, 'one-machine');
  if (slackSigningSecret) await setSecret(clients, SLACK_SIGNING_SECRET, slackSigningSecret);
  else await keepSecret(clients, SLACK_SIGNING_SECRET, newSecret());
  const urls = await installFunctions({ clients, hosts, bundles: options.bundles, variables: variablesFor(options) });
  await installStateMachine(clients, options.definition);
  await installRules(clients, hosts);
  return {
    webhooks: await webhooksOf(options, urls),
    slackUrl: urls['receive-slack'] ?? '',
    stateMachineArn: stateMachineAliasArn,
    table: TABLE,
  };
}

const DOOR_OF = {
  github: { door: 'receive-webhook', secret: WEBHOOK_SECRET },
  gitlab: { door: 'receive-gitlab', secret: GITLAB_WEBHOOK_SECRET },
  bitbucket: { door: 'receive-bitbucket', secret: BITBUCKET_WEBHOOK_SECRET },
} as const;

async function webhooksOf(
  { clients, hosts, newSecret }: InstallOptions,
  urls: FunctionUrls,
): Promise<Installed['webhooks']> {
  const webhooks: Installed['webhooks'] = {};
  for (const host of hosts) {
    // ECR tells by an event.
    if (host === 'ecr') continue;
    const { door, secret } = DOOR_OF[host];
    webhooks[host] = { url: urls[door] ?? '', secret: await keepSecret(clients, secret, newSecret()) };
  }
  return webhooks;
}

/** Every variable that a function may ask for. */
export function variablesFor({
  awsUrl,
  consoleUrl,
  slackToken,
  hooks,
  externalId,
}: Pick<InstallOptions, 'awsUrl' | 'consoleUrl' | 'slackToken' | 'hooks' | 'externalId'>): Record<string, string> {
  return {
    ...FIXED_VARIABLES,
    STATE_MACHINE_ARN: stateMachineAliasArn,
    GITHUB_API_URL: `${awsUrl}/github`,
    GITHUB_TOKEN_SECRET: GITHUB_SECRET,
    GITHUB_HOOKS: hooks,
    REPOSITORY_URL: `${awsUrl}/github`,
    GITLAB_URL: `${awsUrl}/gitlab`,
    GITLAB_TOKEN_SECRET: GITLAB_SECRET,
    BITBUCKET_URL: `${awsUrl}/bitbucket`,
    BITBUCKET_API_URL: `${awsUrl}/bitbucket`,
    BITBUCKET_TOKEN_SECRET: BITBUCKET_SECRET,
    CONSOLE_URL: consoleUrl,
    ...(externalId ? { EXTERNAL_ID: externalId } : {}),
    ...(slackToken ? {} : { SLACK_API_URL: `${awsUrl}/slack/api/`, SLACK_ANSWERS_ORIGIN: new URL(awsUrl).origin }),
  };
}

async function installRules(clients: Clients, hosts: ReadonlySet<Host>): Promise<void> {
  for (const rule of rulesFor(hosts)) {
    const when =
      'schedule' in rule ? { ScheduleExpression: rule.schedule } : { EventPattern: JSON.stringify(rule.pattern) };
    await installRule(clients, { Name: rule.name, ...when }, rule.calls);
  }
}

async function installRule({ eventBridge }: Clients, rule: PutRuleCommandInput, called: CalledByEvents): Promise<void> {
  await eventBridge.send(new PutRuleCommand(rule));
  const target = {
    Id: called,
    Arn: arn('lambda', `function:${functionName(called)}`),
    RetryPolicy: { MaximumEventAgeInSeconds: handedOverFor(called) },
    DeadLetterConfig: { Arn: arn('sqs', DEAD_LETTERS) },
  };
  await eventBridge.send(new PutTargetsCommand({ Rule: rule.Name, Targets: [target] }));
}
