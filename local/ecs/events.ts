import { randomUUID } from 'node:crypto';
import type { EcsContext } from './ecs-context.ts';
import type { TaskRecord } from './records.ts';
import { viewTask } from './view-task.ts';

/** Publishes `ECS Deployment State Change`; its detail names neither cluster nor service deployment, as AWS's does not. Inside a commit. */
export function publishDeploymentEvent(
  { store, clock }: EcsContext,
  serviceArn: string,
  event: { eventName: string; deploymentId: string; reason: string },
): void {
  const eventType = event.eventName === 'SERVICE_DEPLOYMENT_FAILED' ? 'ERROR' : 'INFO';
  store.publish({
    source: 'aws.ecs',
    'detail-type': 'ECS Deployment State Change',
    resources: [serviceArn],
    detail: { eventType, ...event, updatedAt: new Date(clock.now()).toISOString() },
    time: clock.now(),
  });
}

/** Publishes `ECS Service Action`. Inside a commit. */
export function publishServiceAction(
  { store, clock }: EcsContext,
  service: { arn: string; clusterArn: string },
  eventType: 'INFO' | 'WARN' | 'ERROR',
  eventName: string,
): void {
  const createdAt = new Date(clock.now()).toISOString();
  store.publish({
    source: 'aws.ecs',
    'detail-type': 'ECS Service Action',
    resources: [service.arn],
    detail: { eventType, eventName, clusterArn: service.clusterArn, createdAt },
    time: clock.now(),
  });
}

/** Publishes `ECS Task State Change`: the task as DescribeTasks shows it. Inside a commit. */
export function publishTaskEvent({ store, clock }: EcsContext, task: TaskRecord): void {
  const detail = JSON.parse(JSON.stringify(viewTask(store, task))) as Record<string, unknown>;
  store.publish({
    source: 'aws.ecs',
    'detail-type': 'ECS Task State Change',
    resources: [task.arn],
    detail: { ...detail, updatedAt: new Date(clock.now()).toISOString() },
    time: clock.now(),
  });
}

const KEPT_MESSAGES = 100;

/** Adds a line to the service's own log, `Service.events`: newest first, the last 100. Inside a commit. */
export function logToService({ store, clock }: EcsContext, serviceArn: string, text: string): void {
  const service = store.services.get(serviceArn);
  if (!service) return;
  const event = { id: randomUUID(), createdAt: clock.now(), message: `(service ${service.name}) ${text}` };
  store.services.update(serviceArn, { events: [event, ...service.events].slice(0, KEPT_MESSAGES) });
}
