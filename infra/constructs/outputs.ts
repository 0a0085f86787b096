import { Aws, CfnOutput, type Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Config } from '#core/config/schema.ts';
import { type Host, hostOf, idAtHost } from '#core/intake/repository-id.ts';
import {
  BITBUCKET_SECRET,
  BITBUCKET_WEBHOOK_SECRET,
  DASHBOARD,
  GITHUB_SECRET,
  GITLAB_SECRET,
  GITLAB_WEBHOOK_SECRET,
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
  if (door.urls['receive-webhook']) showGitHub(show, config, door.urls['receive-webhook']);
  if (door.urls['receive-gitlab']) showGitLab(show, config, door.urls['receive-gitlab']);
  if (door.urls['receive-bitbucket']) showBitbucket(show, config, door.urls['receive-bitbucket']);
  if (door.urls['receive-slack'])
    show('SlackUrl', door.urls['receive-slack'], 'The Request URL under Interactivity of the Slack app.');
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

type Show = (id: string, value: string, description: string) => void;

/** The repositories that are at one host, each once: its id there, and its name. */
const namesAt = (host: Host, { services }: Config): Map<string, string> =>
  new Map(
    Object.values(services)
      .filter(({ repository }) => hostOf(repository.id) === host)
      .map(({ repository }) => [idAtHost(repository.id), repository.name]),
  );

function showGitHub(show: Show, config: Config, url: string): void {
  show('WebhookUrl', url, 'Where GitHub sends pushes to.');
  const services = Object.values(config.services);
  for (const [id, name] of namesAt('github', config)) {
    const isChecked = services.some(({ repository, checks }) => String(repository.id) === id && checks);
    const events = isChecked ? ['push', ...CHECK_EVENTS] : ['push'];
    show(`AddWebhook${id}`, addWebhook(name, url, events), `Run once, with rights to administer ${name}.`);
    show(
      `AddWebhookPage${id}`,
      `https://github.com/${name}/settings/hooks/new`,
      `Or fill in this page: content type application/json, only the events ${events.join(', ')}.`,
    );
  }
  show('WebhookSecret', readSecret(WEBHOOK_SECRET), 'Shows what GitHub is to sign with.');
  if (config.installation.githubToken)
    show('PutGitHubToken', putSecret(GITHUB_SECRET, 'github_pat_...'), 'What GitHub is asked with.');
}

function showGitLab(show: Show, config: Config, url: string): void {
  const { gitlabUrl = 'https://gitlab.com', gitlabToken } = config.installation;
  show('GitLabWebhookUrl', url, 'Where GitLab sends pushes to.');
  for (const [id, name] of namesAt('gitlab', config))
    show(
      `AddGitLabWebhookPage${id}`,
      `${gitlabUrl}/${name}/-/hooks`,
      'Fill in this page: the URL, the secret token, only push events, SSL verification on.',
    );
  show('GitLabWebhookSecret', readSecret(GITLAB_WEBHOOK_SECRET), 'Shows the secret token for GitLab`s webhooks.');
  if (gitlabToken) show('PutGitLabToken', putSecret(GITLAB_SECRET, 'glpat-...'), 'What GitLab is asked with.');
}

function showBitbucket(show: Show, config: Config, url: string): void {
  show('BitbucketWebhookUrl', url, 'Where Bitbucket sends pushes to.');
  for (const [id, name] of namesAt('bitbucket', config))
    show(
      `AddBitbucketWebhookPage${id.replaceAll(/[^0-9a-f]/g, '')}`,
      `https://bitbucket.org/${name}/admin/webhooks`,
      'Fill in this page: the URL, the secret, only the trigger Repository push.',
    );
  show('BitbucketWebhookSecret', readSecret(BITBUCKET_WEBHOOK_SECRET), 'Shows what Bitbucket is to sign with.');
  if (config.installation.bitbucketToken)
    show('PutBitbucketToken', putSecret(BITBUCKET_SECRET, 'ATCTT3...'), 'What Bitbucket is asked with.');
}

const readSecret = (id: string): string =>
  `aws secretsmanager get-secret-value --region ${Aws.REGION} --secret-id ${id} --query SecretString --output text`;

const putSecret = (id: string, value: string): string =>
  `aws secretsmanager put-secret-value --region ${Aws.REGION} --secret-id ${id} --secret-string '${value}'`;

/** The secret goes from one command into the other and into no file and no list of commands. */
const addWebhook = (repository: string, url: string, events: string[]): string =>
  `gh api repos/${repository}/hooks -f name=web -F active=true ${events.map((event) => `-f 'events[]=${event}'`).join(' ')} -f 'config[url]=${url}' -f 'config[content_type]=json' -f "config[secret]=$(${readSecret(WEBHOOK_SECRET)})"`;
