import { join } from 'node:path';
import type * as aws from '@aws-sdk/client-ecs';
import { changeTask } from './change-task.ts';
import type { EcsContext } from './ecs-context.ts';
import { lastPart } from './find.ts';
import { freePort } from './free-port.ts';
import type { TaskRecord } from './records.ts';
import { type SpawnedContainer, spawnContainer } from './spawn-container.ts';
import { terminateTask } from './stop-task.ts';
import { taskEnded } from './task-ended.ts';

/** Makes a PENDING task real: unpack its image, start the process, register it with its target group. Never rejects. */
export async function launchTask(ecs: EcsContext, taskArn: string): Promise<void> {
  try {
    await launch(ecs, taskArn);
  } catch (error) {
    failToStart(ecs, taskArn, (error as Error).message);
  }
}

async function launch(ecs: EcsContext, taskArn: string): Promise<void> {
  const task = ecs.store.tasks.get(taskArn);
  if (!task) return;
  const container = await prepare(ecs, task);
  const hostPort = container.port === undefined ? undefined : await freePort(ecs.ports);
  if (!isWanted(ecs, taskArn)) return abandon(ecs, taskArn, hostPort);
  const spawned = spawnContainer({
    command: container.command,
    cwd: container.cwd,
    env: { ...container.env, ...(hostPort === undefined ? {} : { PORT: String(hostPort) }) },
    logFile: logFileOf(ecs, task),
  });
  watch(ecs, taskArn, spawned);
  changeTask(ecs, taskArn, {
    lastStatus: 'RUNNING',
    startedAt: ecs.clock.now(),
    process: spawned.identity,
    ...(hostPort === undefined ? {} : { hostPort }),
  });
  spawned.begin();
  if (task.targetGroupArn && hostPort !== undefined) {
    ecs.loadBalancers.register(task.targetGroupArn, { host: '127.0.0.1', port: hostPort });
  }
}

const isWanted = (ecs: EcsContext, taskArn: string): boolean =>
  !ecs.closing && ecs.store.tasks.get(taskArn)?.desiredStatus === 'RUNNING';

/** `<dir>/logs/<family>/<task id>.log`. */
export function logFileOf(ecs: EcsContext, task: TaskRecord): string {
  const family = lastPart(task.taskDefinition).replace(/:\d+$/, '');
  return join(ecs.dir, 'logs', family, `${lastPart(task.arn)}.log`);
}

/** Each task has its own copy of the image's files, as each container has its own file system. */
export const folderOf = (ecs: EcsContext, taskArn: string): string => join(ecs.dir, 'tasks', lastPart(taskArn));

async function prepare(ecs: EcsContext, task: TaskRecord) {
  const definition = ecs.store.taskDefinitions.get(task.taskDefinition)?.registered.containerDefinitions?.[0];
  if (!definition) throw new Error(`CannotStartContainerError: ${task.taskDefinition} is gone`);
  if (!task.digest) throw new Error(`CannotPullContainerError: pull image manifest: ${task.image}: not found`);
  const repository = task.image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const image = await ecs.images
    .unpack(`${repository}@${task.digest}`, folderOf(ecs, task.arn))
    .catch((cause: Error) => {
      throw new Error(`CannotPullContainerError: ${cause.message}`, { cause });
    });
  const override = task.overrides?.containerOverrides?.[0];
  const command = commandOf(definition, override, image.command);
  if (command.length === 0) throw new Error('CannotStartContainerError: no command specified');
  return {
    command,
    cwd: definition.workingDirectory ? join(folderOf(ecs, task.arn), definition.workingDirectory) : image.workingDir,
    env: { ...image.env, ...environment(definition.environment), ...environment(override?.environment) },
    port: definition.portMappings?.[0]?.containerPort,
  };
}

/** As Docker does: an override or the definition replaces the image's command; an entry point comes first. */
function commandOf(
  definition: aws.ContainerDefinition,
  override: aws.ContainerOverride | undefined,
  image: string[],
): string[] {
  const given = override?.command ?? definition.command;
  if (definition.entryPoint) return [...definition.entryPoint, ...(given ?? [])];
  return given ?? image;
}

const environment = (pairs: aws.KeyValuePair[] | undefined): Record<string, string> =>
  Object.fromEntries((pairs ?? []).map(({ name = '', value = '' }) => [name, value]));

function watch(ecs: EcsContext, taskArn: string, { child, identity }: SpawnedContainer): void {
  const ended = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      taskEnded(ecs, taskArn, { pid: identity.pid, code, signal });
      resolve();
    });
  });
  ecs.processes.set(taskArn, { pid: identity.pid, ended });
}

/** The task was stopped while it was being prepared. */
function abandon(ecs: EcsContext, taskArn: string, hostPort: number | undefined): void {
  if (hostPort !== undefined) ecs.ports.delete(hostPort);
  if (!ecs.closing) terminateTask(ecs, taskArn);
}

function failToStart(ecs: EcsContext, taskArn: string, stoppedReason: string): void {
  if (ecs.closing) return;
  if (ecs.processes.has(taskArn)) terminateTask(ecs, taskArn);
  else taskEnded(ecs, taskArn, { failure: stoppedReason });
}
