import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { dynamoTable } from '#adapters/aws/table.ts';
import { hostsOf } from '#core/config/hosts-of.ts';
import type { Config } from '#core/config/schema.ts';
import { type Host, hostOf, idAtHost } from '#core/intake/repository-id.ts';
import type { Key, Table } from '#core/ports/table.ts';
import { pagesAt } from '#core/words/pages-at.ts';
import { applyConfig } from '#functions/apply-config/apply-config.ts';
import { functionName, SLACK_SIGNING_SECRET, TABLE } from '#infra/installation.ts';
import { type LocalAws, openAws } from '../aws.ts';
import { type Console, createConsole } from '../console/create-console.ts';
import type { GitHubAppOptions } from '../github/app/github-app.ts';
import { createRepository } from '../github/create-repository.ts';
import { redeliver } from '../github/redeliver.ts';
import type { ApiCall } from '../http/http-service.ts';
import type { Authorize } from '../iam/authorize.ts';
import type { KnownRoles } from '../sts/assume-role.ts';
import { type Claim, claimDirectory } from './claim-directory.ts';
import { type Clients, clientsFor } from './clients.ts';
import { followLedger } from './follow-ledger.ts';
import { install } from './install.ts';
import { invoke } from './invoke.ts';
import { ensureConfigFile, loadConfig } from './load-config.ts';
import { type Ports, portsFrom } from './ports.ts';
import {
  ensureFirstCommit,
  ensureSample,
  openSampleLoadBalancers,
  SAMPLE,
  type SampleLoadBalancers,
} from './sample.ts';
import { hasCommit } from './sample-git.ts';
import { UserError } from './user-error.ts';

export interface OneMachineOptions {
  /** Everything it remembers is under this directory. */
  dir: string;
  /** First of four ports in a row: AWS, console, staging, production. */
  port: number;
  bundles: string;
  /** File of the state machine's definition; by default that of this version. */
  definition?: string;
  /** Said while it comes up, one short line each. */
  onStep?: (line: string) => void;
  onCall?: (call: ApiCall) => void;
  /** GitHub here is asked by this App alone; `secret` is what Bakewatch keeps of it. Without it GitHub answers everybody. */
  githubApp?: GitHubAppOptions & { secret: string };
  /** Roles in other accounts that ask for an external id, by ARN. */
  roles?: KnownRoles;
  onLog?: (functionName: string, line: string) => void;
  /** Decides every call of a function or of the state machine. */
  authorize?: Authorize | undefined;
}

/** Bakewatch, installed and running in AWS on this machine, with a sample service to deploy. */
export interface OneMachine {
  aws: LocalAws;
  clients: Clients;
  table: Table;
  urls: { aws: string; console: string; staging: string; production: string };
  /** `bakewatch.yaml` as it is read at every start. */
  configFile: string;
  repository: { bareDirectory: string; workingCopyDirectory: string };
  /** Nothing was ever pushed to the sample's repository. */
  isNew: boolean;
  close(): Promise<void>;
}

/** Starts, or goes on where the last start ended. Throws UserError for what the user can mend. */
export async function startOneMachine(options: OneMachineOptions): Promise<OneMachine> {
  const { dir, onStep = () => undefined } = options;
  const claim = claimDirectory(dir);
  try {
    const ports = portsFrom(options.port);
    const configFile = join(dir, 'bakewatch.yaml');
    ensureConfigFile(configFile, ports);
    const config = loadConfig(configFile);
    onStep('opening AWS on this machine');
    const aws = await openAws({ ...options, dir: join(dir, 'aws'), gitDir: join(dir, 'git'), port: ports.aws }).catch(
      explainPort(ports.aws),
    );
    return await startUp({ options, claim, aws, configFile, config, ports }).catch(async (error) => {
      await aws.close();
      throw error;
    });
  } catch (error) {
    claim.release();
    throw error;
  }
}

interface Opened {
  options: OneMachineOptions;
  claim: Claim;
  aws: LocalAws;
  configFile: string;
  config: ReturnType<typeof loadConfig>;
  ports: Ports;
}

async function startUp(opened: Opened): Promise<OneMachine> {
  const { aws, ports } = opened;
  const loadBalancers = await openSampleLoadBalancers(aws.loadBalancers, ports).catch(explainPort(ports.staging));
  await aws.start();
  return finish(opened, loadBalancers);
}

async function finish(
  { options, claim, aws, configFile, config, ports }: Opened,
  loadBalancers: SampleLoadBalancers,
): Promise<OneMachine> {
  const { onStep = () => undefined } = options;
  const clients = clientsFor(aws.url);
  const consoleUrl = `http://127.0.0.1:${ports.console}`;
  onStep('installing Bakewatch into it');
  const installed = await install({
    clients,
    hosts: hostsOf(config),
    awsUrl: aws.url,
    consoleUrl,
    bundles: options.bundles,
    ...(options.definition ? { definition: options.definition } : {}),
    newSecret: () => randomBytes(32).toString('hex'),
    // A repository here has one webhook, with its own number; that of an App has none.
    hooks: options.githubApp ? '' : `${SAMPLE.repositoryId}=${SAMPLE.repositoryId}`,
    ...(options.githubApp ? { githubSecret: options.githubApp.secret } : {}),
    ...(config.installation?.externalId ? { externalId: config.installation.externalId } : {}),
    ...slackItself(),
  });
  aws.slack.connect({ command: '/bakewatch', url: installed.slackUrl, secret: () => slackSecretOf(clients) });
  const table = dynamoTable(TABLE, clients.dynamoDb);
  await applyConfig(table, config, Date.now());
  onStep('preparing the sample repository and its ECS services');
  const home = homeOf(config);
  // Nobody is told of a push where images are taken.
  const { url: webhookUrl = aws.url, secret = '' } = installed.webhooks[home.host] ?? {};
  const repository = await createRepository({ dir: join(options.dir, 'git'), ...home, webhookUrl, secret });
  await ensureSample(clients, loadBalancers, repository.bareDirectory);
  const page = await openConsole({ aws, clients, table, port: ports.console });
  await ensureFirstCommit(repository.workingCopyDirectory);
  const isNew = !(await hasCommit(repository.bareDirectory));
  await redeliver(repository.bareDirectory);
  const { staging, production } = loadBalancers;
  const urls = { aws: aws.url, console: page.url, staging: staging.url, production: production.url };
  claim.announce(urls);
  return {
    aws,
    clients,
    table,
    urls,
    configFile,
    repository,
    isNew,
    async close() {
      await page.close();
      await aws.close();
      claim.release();
    },
  };
}

/** Where the sample's repository is: at GitHub, unless the configuration has it at another host. Where it takes images, nobody is told of pushes. */
function homeOf({ services }: Config): { host: Exclude<Host, 'ecr'>; id: number | string; fullName: string } {
  const { id, name } = services[SAMPLE.service]?.repository ?? { id: SAMPLE.repositoryId, name: SAMPLE.repository };
  const host = hostOf(id);
  if (host === 'github' || host === 'ecr')
    return { host: 'github', id: SAMPLE.repositoryId, fullName: SAMPLE.repository };
  return { host, id: host === 'gitlab' ? Number(idAtHost(id)) : idAtHost(id), fullName: name };
}

function openConsole({
  aws,
  clients,
  table,
  port,
}: {
  aws: LocalAws;
  clients: Clients;
  table: Table;
  port: number;
}): Promise<Console> {
  const { stepFunctions, cloudWatch, lambda } = clients;
  const changes = (listener: (key: Key) => void) => followLedger(aws, listener);
  return createConsole({
    port,
    table,
    stepFunctions,
    cloudWatch,
    chat: aws.slack,
    obey: (order) => invoke(clients, 'obey-command', order),
    changes,
    pages: pagesAt({ github: `${aws.url}/github`, gitlab: `${aws.url}/gitlab`, bitbucket: `${aws.url}/bitbucket` }),
    showWidget: (event) => showWidget(lambda, event),
  }).catch(explainPort(port));
}

/** As CloudWatch's dashboard does for its viewer. */
async function showWidget(lambda: Clients['lambda'], event: object): Promise<string> {
  const { Payload = [] } = await lambda.send(
    new InvokeCommand({ FunctionName: functionName('show-widget'), Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const answer: unknown = JSON.parse(Buffer.from(Payload).toString('utf8'));
  if (typeof answer !== 'string')
    throw new Error(`${functionName('show-widget')} broke off: ${JSON.stringify(answer)}`);
  return answer;
}

/** Read each time: it may be rotated. */
async function slackSecretOf({ secretsManager }: Clients): Promise<string> {
  const { SecretString = '' } = await secretsManager.send(
    new GetSecretValueCommand({ SecretId: SLACK_SIGNING_SECRET }),
  );
  return SecretString;
}

function slackItself(): { slackToken?: string; slackSigningSecret?: string } {
  const { SLACK_BOT_TOKEN: slackToken, SLACK_SIGNING_SECRET: slackSigningSecret } = process.env;
  return { ...(slackToken ? { slackToken } : {}), ...(slackSigningSecret ? { slackSigningSecret } : {}) };
}

function explainPort(port: number) {
  return (error: unknown): never => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UserError(
      `Port ${(error as { port?: number }).port ?? port} is in use by another program: choose four free ones in a row with --port.`,
      { cause: error },
    );
  };
}
