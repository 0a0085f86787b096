import { join } from 'node:path';
import { createBitbucket } from './bitbucket/bitbucket-service.ts';
import { type CloudWatch, createCloudWatch } from './cloudwatch/create-cloudwatch.ts';
import type { RecordMetric } from './cloudwatch/metric-sample.ts';
import { embeddedMetrics } from './cloudwatch/metrics/embedded-metrics.ts';
import { type CodeBuild, createCodeBuild } from './codebuild/create-codebuild.ts';
import { createDynamoDb, type DynamoDb } from './dynamodb/create-dynamodb.ts';
import { createEcr } from './ecr/create-ecr.ts';
import { createEcs, type Ecs } from './ecs/create-ecs.ts';
import type { Emit } from './eventbridge/aws-event.ts';
import { createEventBridge } from './eventbridge/create-event-bridge.ts';
import { createGitHubApp, type GitHubAppOptions } from './github/app/github-app.ts';
import { createGitHub } from './github/github-service.ts';
import { createGitLab } from './gitlab/gitlab-service.ts';
import { startEndpoint } from './http/endpoint.ts';
import type { ApiCall } from './http/http-service.ts';
import type { Facts } from './iam/asks/ask.ts';
import type { Authorize } from './iam/authorize.ts';
import { guardEndpoint } from './iam/guard-endpoint.ts';
import { guardIntegrations } from './iam/guard-integrations.ts';
import { createLambda, type Lambda } from './lambda/create-lambda.ts';
import { createLoadBalancers, type LoadBalancers } from './loadbalancer/create-load-balancers.ts';
import { createSecretsManager } from './secretsmanager/create-secrets-manager.ts';
import { createSlack, type Slack } from './slack/create-slack.ts';
import { createDeadLetters, type DeadLetters } from './sqs/create-dead-letters.ts';
import { codebuildStartBuildSync } from './stepfunctions/integrations/codebuild-start-build-sync.ts';
import { ecsRunTaskSync } from './stepfunctions/integrations/ecs-run-task-sync.ts';
import { lambdaInvoke } from './stepfunctions/integrations/lambda-invoke.ts';
import { createStepFunctions, type StepFunctions } from './stepfunctions/step-functions.ts';
import { checkExternalId, type KnownRoles } from './sts/assume-role.ts';
import { createSts } from './sts/create-sts.ts';
import { systemClock } from './time/clock.ts';

export interface AwsOptions {
  /** Everything it remembers is under this directory. */
  dir: string;
  /** Where the bare repositories of GitHub on this machine are. */
  gitDir: string;
  /** Of the endpoint on 127.0.0.1; 0 takes any free one. */
  port: number;
  onCall?: (call: ApiCall) => void;
  /** Asked by it alone, GitHub on one machine answers nobody else. */
  githubApp?: GitHubAppOptions | undefined;
  /** Roles in other accounts that ask for an external id, by ARN. */
  roles?: KnownRoles;
  /** One line that a function wrote. */
  onLog?: (functionName: string, line: string) => void;
  /** Decides every call of a function or a state machine before it is carried out. Without it everybody may do everything. */
  authorize?: Authorize | undefined;
}

/** AWS on one machine, as far as Bakewatch needs it. */
export interface LocalAws {
  /** What `AWS_ENDPOINT_URL` is set to. */
  url: string;
  loadBalancers: LoadBalancers;
  lambda: Lambda;
  dynamoDb: DynamoDb;
  slack: Slack;
  deadLetters: DeadLetters;
  /** Takes up what was going on when it last ended. The load balancers that services use must exist by now. */
  start(): Promise<void>;
  /** Ends everything, processes of tasks and builds too. */
  close(): Promise<void>;
}

/** Opens every service on its state and listens; nothing moves before `start()`. Rejects with EADDRINUSE when the port is taken. */
export async function openAws(options: AwsOptions): Promise<LocalAws> {
  const { dir, port, onCall, onLog, authorize, roles = {} } = options;
  const clock = systemClock();
  const at = (service: string): string => join(dir, service);
  const address = { url: '' };
  const endpointUrl = (): string => address.url;
  const late: { emit: Emit; record: RecordMetric } = { emit: () => undefined, record: () => undefined };
  const emit: Emit = (event) => late.emit(event);

  const deadLetters = createDeadLetters({ dir: at('sqs') });
  const dynamoDb = await createDynamoDb({ dir: at('dynamodb'), clock });
  const lambda = createLambda({
    dir: at('lambda'),
    clock,
    endpointUrl,
    feeds: dynamoDb.feed,
    deadLetter: (queue, message) =>
      deadLetters.send(queue, { id: crypto.randomUUID(), body: JSON.stringify(message), attributes: {} }),
    onLog({ functionName, line, time }) {
      for (const sample of embeddedMetrics(line, time)) late.record(sample);
      onLog?.(functionName, line);
    },
  });
  const eventBridge = createEventBridge({
    dir: at('eventbridge'),
    clock,
    invokeAsync: lambda.invokeAsync,
    deadLetter: deadLetters.send,
  });
  late.emit = eventBridge.emit;
  const cloudWatch = createCloudWatch({ dir: at('cloudwatch'), clock, emit, shortPeriods: true });
  late.record = cloudWatch.record;
  const loadBalancers = createLoadBalancers({ clock, record: cloudWatch.record });
  const ecr = createEcr({ dir: at('ecr'), clock, emit });
  const ecs = createEcs({ dir: at('ecs'), clock, emit, images: ecr, loadBalancers, alarmState: cloudWatch.alarmState });
  const codeBuild = createCodeBuild({ dir: at('codebuild'), clock, emit, endpointUrl });
  const secretsManager = createSecretsManager({ dir: at('secretsmanager'), clock });
  const facts = iamFacts(ecs, secretsManager, dynamoDb);
  const callable = integrations({ lambda, codeBuild, ecs, roles });
  const stepFunctions = createStepFunctions({
    dir: at('stepfunctions'),
    clock,
    emit,
    integrations: authorize ? guardIntegrations(callable, authorize, facts) : callable,
  });
  const slack = createSlack({ dir: at('slack'), clock });
  const app = options.githubApp && createGitHubApp(options.githubApp);

  const services = [
    dynamoDb,
    lambda,
    eventBridge,
    cloudWatch,
    ecr,
    ecs,
    codeBuild,
    stepFunctions,
    secretsManager,
    slack,
    createSts({ clock, roles }),
  ].map((s) => s.service);
  const guard = authorize && guardEndpoint(authorize, facts);
  const git = { dir: options.gitDir };
  const hosts = [createGitHub({ ...git, app }), createGitLab(git), createBitbucket(git)];
  const endpoint = await startEndpoint(port, [...services, ...hosts], onCall, guard);
  address.url = endpoint.url;

  const moving = { cloudWatch, codeBuild, dynamoDb, ecs, eventBridge, lambda, stepFunctions };
  return {
    url: endpoint.url,
    loadBalancers,
    lambda,
    dynamoDb,
    slack,
    deadLetters,
    start: () => startAll(moving),
    async close() {
      // Nobody may ask any more: a function that is still at work would find its service closed.
      await Promise.all([stepFunctions.close(), endpoint.close()]);
      // Whoever tells of events ends before the bus, and the bus before those it calls: none finds the next one closed.
      await Promise.all([codeBuild.close(), ecs.close()]);
      await loadBalancers.close();
      cloudWatch.close();
      eventBridge.close();
      await lambda.close();
      await dynamoDb.close();
      for (const service of [ecr, secretsManager, slack, deadLetters]) service.close();
    },
  };
}

interface Moving {
  cloudWatch: CloudWatch;
  codeBuild: CodeBuild;
  dynamoDb: DynamoDb;
  ecs: Ecs;
  eventBridge: { start(): void };
  lambda: Lambda;
  stepFunctions: StepFunctions;
}

/** Those that others call come first. */
async function startAll({
  cloudWatch,
  codeBuild,
  dynamoDb,
  ecs,
  eventBridge,
  lambda,
  stepFunctions,
}: Moving): Promise<void> {
  dynamoDb.start();
  lambda.start();
  await ecs.start();
  cloudWatch.start();
  codeBuild.start();
  eventBridge.start();
  stepFunctions.start();
}

/** What a Task state of a state machine may call. */
function integrations({
  lambda,
  codeBuild,
  ecs,
  roles,
}: {
  lambda: Lambda;
  codeBuild: CodeBuild;
  ecs: Ecs;
  roles: KnownRoles;
}) {
  return {
    ...lambdaInvoke({
      async invoke(name, payload, signal) {
        const outcome = await lambda.invoke(name, payload, { signal });
        return 'payload' in outcome ? { payload: outcome.payload as never } : outcome;
      },
    }),
    ...codebuildStartBuildSync({
      startBuild: async (input) => codeBuild.startBuild(input),
      batchGetBuild: async (id) => codeBuild.batchGetBuild(id),
      stopBuild: async (id) => void codeBuild.stopBuild(id),
      onChange: codeBuild.onChange,
    }),
    ...ecsRunTaskSync({
      async runTask(input, credentials) {
        if (credentials) checkExternalId(roles, credentials.roleArn, credentials.externalId);
        return { ...(await ecs.runTask(input as never)) };
      },
      describeTask: async (arn) => ecs.describeTask(arn),
      stopTask: async (arn) => ecs.stopTask(arn, 'The execution was stopped.'),
      onChange: (listener) => ecs.onChange((task) => listener(task.taskArn ?? '')),
    }),
  };
}

/** What IAM asks about and calls do not say. */
function iamFacts(
  ecs: Ecs,
  secretsManager: { arnOf(nameOrArn: string): string | undefined },
  { partitionKey }: DynamoDb,
): Facts {
  return {
    partitionKey,
    secretArn: secretsManager.arnOf,
    taskDefinition(name) {
      const { taskDefinitionArn: arn, taskRoleArn, executionRoleArn } = ecs.findTaskDefinition(name) ?? {};
      return arn === undefined ? undefined : { arn, taskRoleArn, executionRoleArn };
    },
  };
}
