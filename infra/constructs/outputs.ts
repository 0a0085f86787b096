import { Aws, CfnOutput, type Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Config } from '#core/config/schema.ts';
import {
  DASHBOARD,
  GITHUB_SECRET,
  SLACK_SECRET,
  SLACK_SIGNING_SECRET,
  TABLE,
  WEBHOOK_SECRET,
} from '../installation.ts';
import type { FrontDoor } from './front-door.ts';

export interface Shown {
  config: Config;
  door: FrontDoor;
  machine: StateMachine;
  widgets: IFunction;
}

/** What whoever deploys needs next: where webhooks go, the commands that say so to GitHub and Slack, and where to look. */
export function showOutputs(stack: Stack, { config, door, machine, widgets }: Shown): void {
  const show = (id: string, value: string, description: string): void =>
    void new CfnOutput(stack, id, { value, description });
  const console = `https://${Aws.REGION}.console.aws.amazon.com`;
  show('WebhookUrl', door.webhookUrl, 'Where GitHub sends pushes to.');
  show('SlackUrl', door.slackUrl, 'The Request URL under Interactivity of the Slack app.');
  const services = Object.values(config.services);
  const names = new Map(services.map(({ repository }) => [repository.id, repository.name]));
  for (const [id, name] of names) {
    const isChecked = services.some(({ repository, checks }) => repository.id === id && checks);
    const events = isChecked ? ['push', ...CHECK_EVENTS] : ['push'];
    show(`AddWebhook${id}`, addWebhook(name, door.webhookUrl, events), `Run once, with rights to administer ${name}.`);
    show(
      `AddWebhookPage${id}`,
      `https://github.com/${name}/settings/hooks/new`,
      `Or fill in this page: content type application/json, only the events ${events.join(', ')}.`,
    );
  }
  show('WebhookSecret', readSecret(WEBHOOK_SECRET), 'Shows what GitHub is to sign with.');
  if (config.installation.githubToken)
    show('PutGitHubToken', putSecret(GITHUB_SECRET, 'github_pat_...'), 'What GitHub is asked with.');
  show('PutSlackToken', putSecret(SLACK_SECRET, 'xoxb-...'), 'The token of the Slack app`s bot.');
  show('PutSlackSigningSecret', putSecret(SLACK_SIGNING_SECRET, '...'), 'What the Slack app signs with.');
  show(
    'Releases',
    `${console}/states/home?region=${Aws.REGION}#/statemachines/view/${machine.stateMachineArn}`,
    'The executions: one per release.',
  );
  show(
    'Dashboard',
    `${console}/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${DASHBOARD}`,
    'How Bakewatch itself is: its alarms, what waits, what failed.',
  );
  show(
    'Widgets',
    widgets.functionArn,
    'What the dashboard shows releases by: whoever is to see them there needs lambda:InvokeFunction on it.',
  );
  show('History', `${console}/dynamodbv2/home?region=${Aws.REGION}#item-explorer?table=${TABLE}`, 'The ledger.');
}

/** What tells of checks, where a service of the repository requires some. */
const CHECK_EVENTS = ['status', 'check_run', 'check_suite'];

const readSecret = (id: string): string =>
  `aws secretsmanager get-secret-value --region ${Aws.REGION} --secret-id ${id} --query SecretString --output text`;

const putSecret = (id: string, value: string): string =>
  `aws secretsmanager put-secret-value --region ${Aws.REGION} --secret-id ${id} --secret-string '${value}'`;

/** The secret goes from one command into the other and into no file and no list of commands. */
const addWebhook = (repository: string, url: string, events: string[]): string =>
  `gh api repos/${repository}/hooks -f name=web -F active=true ${events.map((event) => `-f 'events[]=${event}'`).join(' ')} -f 'config[url]=${url}' -f 'config[content_type]=json' -f "config[secret]=$(${readSecret(WEBHOOK_SECRET)})"`;
