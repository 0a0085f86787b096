import { PutRuleCommand, type PutRuleCommandInput, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  type CalledByEvents,
  DEAD_LETTERS,
  EVENT_RULES,
  FIXED_VARIABLES,
  functionName,
  GITHUB_SECRET,
  handedOverFor,
  SLACK_SECRET,
  SLACK_SIGNING_SECRET,
  TABLE,
  WEBHOOK_SECRET,
} from '#infra/installation.ts';
import { arn } from '../account.ts';
import type { Clients } from './clients.ts';
import { ensureTable } from './ensure-table.ts';
import { installFunctions } from './install-functions.ts';
import { installStateMachine, stateMachineAliasArn } from './install-state-machine.ts';
import { keepSecret, setSecret } from './keep-secret.ts';

export interface Installed {
  webhookUrl: string;
  webhookSecret: string;
  /** Where Slack sends clicks to. */
  slackUrl: string;
  /** What executions are started by. */
  stateMachineArn: string;
  table: string;
}

export interface InstallOptions {
  clients: Clients;
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
  const { clients, newSecret, githubSecret = 'one-machine', slackToken, slackSigningSecret } = options;
  await ensureTable(clients);
  const webhookSecret = await keepSecret(clients, WEBHOOK_SECRET, newSecret());
  await setSecret(clients, SLACK_SECRET, slackToken ?? 'one-machine');
  await setSecret(clients, GITHUB_SECRET, githubSecret);
  if (slackSigningSecret) await setSecret(clients, SLACK_SIGNING_SECRET, slackSigningSecret);
  else await keepSecret(clients, SLACK_SIGNING_SECRET, newSecret());
  const urls = await installFunctions({ clients, bundles: options.bundles, variables: variablesFor(options) });
  await installStateMachine(clients, options.definition);
  await installRules(clients);
  return {
    webhookUrl: urls['receive-webhook'],
    webhookSecret,
    slackUrl: urls['receive-slack'],
    stateMachineArn: stateMachineAliasArn,
    table: TABLE,
  };
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
    CONSOLE_URL: consoleUrl,
    ...(externalId ? { EXTERNAL_ID: externalId } : {}),
    ...(slackToken ? {} : { SLACK_API_URL: `${awsUrl}/slack/api/` }),
  };
}

async function installRules(clients: Clients): Promise<void> {
  for (const rule of EVENT_RULES) {
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
