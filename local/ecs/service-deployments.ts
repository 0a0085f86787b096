import * as aws from '@aws-sdk/client-ecs';
import { breakerThreshold } from './breaker-threshold.ts';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter, refuseUnsupported } from './errors.ts';
import { findDeployment, findService, tasksOf } from './find.ts';
import { page } from './page.ts';
import type { DeploymentRecord, RevisionRecord } from './records.ts';
import { isOver } from './start-deployment.ts';
import { viewRevisionCounts } from './view-service.ts';

/** List, Describe and StopServiceDeployment, and DescribeServiceRevisions. */
export function serviceDeploymentOperations(ecs: EcsContext) {
  return {
    ListServiceDeployments: (input: aws.ListServiceDeploymentsCommandInput) => list(ecs, input),
    DescribeServiceDeployments(input: aws.DescribeServiceDeploymentsCommandInput) {
      const { found, failures } = lookUp(input.serviceDeploymentArns, (arn) => ecs.store.deployments.get(arn));
      return { serviceDeployments: found.map((deployment) => view(ecs, deployment)), failures };
    },
    DescribeServiceRevisions(input: aws.DescribeServiceRevisionsCommandInput) {
      const { found, failures } = lookUp(input.serviceRevisionArns, (arn) => ecs.store.revisions.get(arn));
      return { serviceRevisions: found.map(viewRevision), failures };
    },
    StopServiceDeployment: (input: aws.StopServiceDeploymentCommandInput) => stop(ecs, input),
  };
}

function lookUp<T>(arns: string[] | undefined, get: (arn: string) => T | undefined) {
  if ((arns ?? []).length > 20) throw invalidParameter('At most 20 ARNs can be described at once.');
  const found: T[] = [];
  const failures: aws.Failure[] = [];
  for (const arn of arns ?? []) {
    const record = get(arn);
    if (record) found.push(record);
    else failures.push({ arn, reason: 'MISSING' });
  }
  return { found, failures };
}

function list(ecs: EcsContext, input: aws.ListServiceDeploymentsCommandInput) {
  refuseUnsupported(input, ['service', 'cluster', 'status', 'createdAt', 'maxResults', 'nextToken']);
  const service = findService(ecs.store, input.cluster, input.service);
  const { before, after } = input.createdAt ?? {};
  const wanted = ecs.store.deployments
    .list()
    .filter(({ serviceArn }) => serviceArn === service.arn)
    .filter(({ status }) => !input.status?.length || input.status.includes(status))
    .filter(({ createdAt }) => (!before || createdAt < +before) && (!after || createdAt > +after))
    .reverse()
    .sort((a, b) => b.createdAt - a.createdAt);
  const { items, ...more } = page(wanted, { maxResults: 20, ...input });
  return { serviceDeployments: items.map(brief), ...more };
}

const date = (time: number | undefined): Date | undefined => (time === undefined ? undefined : new Date(time));

const brief = (deployment: DeploymentRecord): aws.ServiceDeploymentBrief => ({
  serviceDeploymentArn: deployment.arn,
  serviceArn: deployment.serviceArn,
  clusterArn: deployment.clusterArn,
  targetServiceRevisionArn: deployment.revision,
  status: deployment.status,
  statusReason: deployment.statusReason,
  createdAt: date(deployment.createdAt),
  startedAt: date(deployment.startedAt),
  finishedAt: date(deployment.finishedAt),
});

function view(ecs: EcsContext, deployment: DeploymentRecord): aws.ServiceDeployment {
  const service = ecs.store.services.get(deployment.serviceArn);
  const tasks = tasksOf(ecs.store, deployment.serviceArn);
  const { targetServiceRevisionArn: _, ...shared } = brief(deployment);
  const counts = (revision: string): aws.ServiceRevisionSummary =>
    service ? viewRevisionCounts(service, revision, tasks) : { arn: revision };
  const { rollback } = deployment;
  return {
    ...shared,
    stoppedAt: date(deployment.stoppedAt),
    updatedAt: date(deployment.updatedAt),
    sourceServiceRevisions: deployment.sourceRevisions.map(counts),
    targetServiceRevision: counts(deployment.revision),
    deploymentConfiguration: deployment.configuration,
    rollback: rollback && {
      reason: rollback.reason,
      startedAt: date(rollback.startedAt),
      serviceRevisionArn: rollback.revision,
    },
    deploymentCircuitBreaker: viewBreaker(ecs, deployment, service?.desiredCount ?? 0),
    alarms: viewAlarms(deployment),
  };
}

function viewBreaker(
  ecs: EcsContext,
  deployment: DeploymentRecord,
  desired: number,
): aws.ServiceDeploymentCircuitBreaker {
  const breaker = deployment.configuration.deploymentCircuitBreaker;
  const failureCount = ecs.store.rollouts.get(deployment.rollout)?.breakerFailures ?? 0;
  const threshold = breakerThreshold(breaker, desired);
  if (!breaker?.enable) return { status: 'DISABLED', failureCount, threshold };
  if (failureCount >= threshold) return { status: 'TRIGGERED', failureCount, threshold };
  return { status: isOver(deployment) ? 'MONITORING_COMPLETE' : 'MONITORING', failureCount, threshold };
}

function viewAlarms(deployment: DeploymentRecord): aws.ServiceDeploymentAlarms {
  const { watched, triggered } = deployment.alarms;
  const alarmNames = deployment.configuration.alarms?.alarmNames ?? [];
  if (triggered.length > 0) return { status: 'TRIGGERED', alarmNames, triggeredAlarmNames: triggered };
  if (!watched) return { status: 'DISABLED', alarmNames };
  return { status: isOver(deployment) ? 'MONITORING_COMPLETE' : 'MONITORING', alarmNames };
}

const viewRevision = (revision: RevisionRecord): aws.ServiceRevision => ({
  serviceRevisionArn: revision.arn,
  serviceArn: revision.serviceArn,
  clusterArn: revision.clusterArn,
  taskDefinition: revision.taskDefinition,
  launchType: revision.shown.launchType,
  platformVersion: revision.shown.platformVersion,
  networkConfiguration: revision.shown.networkConfiguration,
  loadBalancers: revision.loadBalancers,
  containerImages: [{ containerName: revision.containerName, image: revision.image, imageDigest: revision.digest }],
  createdAt: date(revision.createdAt),
});

/** Asks for the rollback; the scheduler carries it out. Asking again, or while one is under way, is success. */
function stop(ecs: EcsContext, input: aws.StopServiceDeploymentCommandInput) {
  const deployment = findDeployment(ecs.store, input.serviceDeploymentArn);
  if ((input.stopType ?? 'ROLLBACK') !== 'ROLLBACK')
    throw invalidParameter(`stopType ${input.stopType} is not supported.`);
  if (isOver(deployment)) {
    const message = `The service deployment is in the state ${deployment.status} and can not be stopped.`;
    throw new aws.ConflictException({ message, $metadata: {} });
  }
  if (deployment.status === 'PENDING' || deployment.status === 'IN_PROGRESS') {
    const changes = { status: 'ROLLBACK_REQUESTED' as const, stoppedAt: ecs.clock.now(), updatedAt: ecs.clock.now() };
    ecs.store.commit(() => ecs.store.deployments.update(deployment.arn, changes));
  }
  ecs.wake(deployment.serviceArn);
  return { serviceDeploymentArn: deployment.arn };
}
