import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  type Failure,
  ListServiceDeploymentsCommand,
  paginateListTasks,
  RegisterTaskDefinitionCommand,
  type Service,
  StopServiceDeploymentCommand,
  type Task,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { Fleet, ServiceDeployment, ServiceView, Target } from '#core/ports/fleet.ts';
import { clientConfig } from './client-config.ts';
import { cloneTaskDefinition } from './clone-task-definition.ts';
import { perPlace } from './per-place.ts';
import type { Roles } from './roles.ts';

const SHOWN = 10;
const MOST_LISTED = 100;

/** ECS services. Reads are fresh; every mutation is one call. */
export function ecsFleet(roles: Roles): Fleet {
  const clientIn = perPlace((place) => new ECSClient({ ...clientConfig, ...place }), roles);

  async function serviceDeployments(target: Target): Promise<ServiceDeployment[]> {
    const { cluster, service } = target;
    const client = clientIn(target);
    const { serviceDeployments: all = [] } = await client.send(
      new ListServiceDeploymentsCommand({ cluster, service, maxResults: MOST_LISTED }),
    );
    // In which order they are listed is nowhere said.
    const listed = all.sort((a, b) => timeOf(b) - timeOf(a)).slice(0, SHOWN);
    const arns = listed.flatMap((d) => d.serviceDeploymentArn ?? []);
    if (arns.length === 0) return [];
    const revisionArns = [...new Set(listed.flatMap((d) => d.targetServiceRevisionArn ?? []))];
    const [deployments, revisions] = await Promise.all([
      client.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arns })),
      client.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: revisionArns })),
    ]);
    // Both are kept for 90 days; a revision that is older than this record has none.
    const { serviceDeployments = [] } = onlyMissing(`deployments of ${cluster}/${service}`, deployments);
    const { serviceRevisions = [] } = onlyMissing(`revisions of ${cluster}/${service}`, revisions);
    const taskDefinitions = new Map(serviceRevisions.map((r) => [r.serviceRevisionArn, r.taskDefinition]));
    return serviceDeployments
      .map((d) => ({
        arn: d.serviceDeploymentArn ?? '',
        status: d.status ?? 'UNKNOWN',
        reason: d.statusReason ?? d.rollback?.reason ?? '',
        taskDefinition: taskDefinitions.get(d.targetServiceRevision?.arn ?? '') ?? '',
        createdAt: timeOf(d),
      }))
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  async function tasks(target: Target, desiredStatus: 'RUNNING' | 'STOPPED'): Promise<Task[]> {
    const { cluster, service } = target;
    const client = clientIn(target);
    const found: Task[] = [];
    for await (const { taskArns = [] } of paginateListTasks(
      { client },
      { cluster, serviceName: service, desiredStatus },
    ))
      if (taskArns.length > 0) found.push(...(await describeTasks(client, cluster, taskArns)));
    return found;
  }

  return {
    async view(target) {
      const service = await describeService(clientIn(target), target);
      return service ? toView(service, await serviceDeployments(target)) : undefined;
    },

    async runningTasks(target) {
      const running = (await tasks(target, 'RUNNING')).filter((task) => task.lastStatus === 'RUNNING');
      return running.map((task) => {
        const digest = task.containers?.find((c) => c.name === target.container)?.imageDigest;
        return {
          arn: task.taskArn ?? '',
          taskDefinition: task.taskDefinitionArn ?? '',
          ...(digest ? { digest } : {}),
          ...(task.startedAt ? { startedAt: task.startedAt.getTime() } : {}),
        };
      });
    },

    async stoppedTasks(target) {
      const stopped = (await tasks(target, 'STOPPED')).filter((task) => !wasScaledAway(task));
      stopped.sort((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0));
      return stopped.slice(0, SHOWN).map((task) => ({
        arn: task.taskArn ?? '',
        taskDefinition: task.taskDefinitionArn ?? '',
        reason: sayStop(task),
      }));
    },

    async imageOf(target, taskDefinition) {
      const found = await describeTaskDefinition(clientIn(target), taskDefinition);
      if (found?.taskDefinition?.status !== 'ACTIVE') return undefined;
      return found.taskDefinition.containerDefinitions?.find((c) => c.name === target.container)?.image;
    },

    async register(target, from, image, release) {
      const source = await describeTaskDefinition(clientIn(target), from);
      if (!source?.taskDefinition) throw new Error(`The task definition ${from} of ${target.name} is gone.`);
      const input = cloneTaskDefinition(source.taskDefinition, source.tags ?? [], {
        container: target.container,
        image,
        release,
      });
      const { taskDefinition } = await clientIn(target).send(new RegisterTaskDefinitionCommand(input));
      return taskDefinition?.taskDefinitionArn ?? '';
    },

    async deploy(target, taskDefinition) {
      const { cluster, service } = target;
      await clientIn(target).send(new UpdateServiceCommand({ cluster, service, taskDefinition }));
    },

    async stop(target, serviceDeploymentArn) {
      try {
        await clientIn(target).send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
        return 'stopping';
      } catch (error) {
        if (['ConflictException', 'ServiceDeploymentNotFoundException'].includes((error as Error).name))
          return 'finished';
        throw error;
      }
    },
  };
}

/**
 * Answers of ECS succeed although they have failures in them. That something is not there is for the caller to see; whatever else
 * it is (no permission, a fault of ECS's own), not knowing is not having: throws with the failure's reason as its name.
 */
function onlyMissing<Answer extends { failures?: Failure[] | undefined }>(what: string, answer: Answer): Answer {
  const failure = answer.failures?.find(({ reason }) => reason !== 'MISSING');
  if (!failure) return answer;
  const { arn = '', reason = 'UNKNOWN', detail = '' } = failure;
  const said = [`ECS could not describe ${what}: ${reason}`, detail, arn].filter(Boolean).join(', ');
  throw Object.assign(new Error(said), { name: reason });
}

const timeOf = ({ createdAt }: { createdAt?: Date | undefined }): number => createdAt?.getTime() ?? 0;

async function describeService(client: ECSClient, { cluster, service }: Target): Promise<Service | undefined> {
  try {
    const answer = await client.send(new DescribeServicesCommand({ cluster, services: [service] }));
    return onlyMissing(`${cluster}/${service}`, answer).services?.[0];
  } catch (error) {
    if ((error as Error).name === 'ClusterNotFoundException') return undefined;
    throw error;
  }
}

async function describeTaskDefinition(client: ECSClient, taskDefinition: string) {
  try {
    return await client.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }));
  } catch (error) {
    if (/Unable to describe task definition/i.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** ListTasks gives at most 100 per page, which is as many as DescribeTasks takes. A task may be gone by then. */
async function describeTasks(client: ECSClient, cluster: string, taskArns: string[]): Promise<Task[]> {
  const answer = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return onlyMissing(`tasks of ${cluster}`, answer).tasks ?? [];
}

/** Stopped because ECS replaced it, not because of anything that it did: it explains no failure. */
const wasScaledAway = ({ stoppedReason = '' }: Task): boolean => stoppedReason.startsWith('Scaling activity initiated');

function toView(service: Service, serviceDeployments: ServiceDeployment[]): ServiceView {
  return {
    arn: service.serviceArn ?? '',
    status: service.status ?? 'UNKNOWN',
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    deployments: (service.deployments ?? []).map((d) => ({
      status: d.status ?? '',
      taskDefinition: d.taskDefinition ?? '',
      rolloutState: d.rolloutState ?? '',
      reason: d.rolloutStateReason ?? '',
      desired: d.desiredCount ?? 0,
      running: d.runningCount ?? 0,
      pending: d.pendingCount ?? 0,
      failed: d.failedTasks ?? 0,
    })),
    serviceDeployments,
  };
}

function sayStop(task: Task): string {
  const exit = task.containers?.find((c) => c.exitCode !== undefined);
  return [task.stoppedReason, exit ? `exit code ${exit.exitCode}` : undefined, exit?.reason].filter(Boolean).join(', ');
}
