import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ecs from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as m from './machine.ts';

const BREAKER = { deploymentCircuitBreaker: { enable: true, rollback: true } };

describe('a rolling deployment', () => {
  let machine: m.Machine;

  beforeEach(async () => {
    machine = await m.startMachine(mkdtempSync(join(tmpdir(), 'ecs-')));
    await m.pushServer(machine, 'latest');
  });
  afterEach(async () => {
    await machine.close();
    rmSync(machine.dir, { recursive: true });
  });

  const traffic = () => {
    const answers: Record<string, number> = {};
    let going = true;
    const one = async (): Promise<void> => {
      while (going) {
        const answer = await m.ask(machine).catch((error: Error) => error.message);
        answers[answer] = (answers[answer] ?? 0) + 1;
      }
    };
    const all = Promise.all([one(), one(), one(), one()]);
    return async () => {
      going = false;
      await all;
      return answers;
    };
  };

  it('replaces all tasks without losing a request', async () => {
    expect((await m.ended(machine, await m.createWeb(machine, { version: 'v1' }))).status).toBe('SUCCESSFUL');
    const stop = traffic();
    const arn = await m.update(machine, { taskDefinition: await m.register(machine, { version: 'v2' }) });
    const done = await m.ended(machine, arn);
    const answers = await stop();
    expect(done.status).toBe('SUCCESSFUL');
    expect(Object.keys(answers).sort()).toEqual(['v1', 'v2']);
    expect(await m.ask(machine)).toBe('v2');
    const service = await m.describeWeb(machine);
    expect(service).toMatchObject({ runningCount: 2, pendingCount: 0, currentServiceDeployment: arn });
    expect(service.deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 2 }]);
  });

  it('tells its beginning, its end and its steady state in the shapes of AWS', async () => {
    await m.ended(machine, await m.createWeb(machine, { version: 'v1' }));
    const id = (await m.describeWeb(machine)).deployments?.[0]?.id;
    const service = 'arn:aws:ecs:us-east-1:000000000000:service/default/web';
    const of = (type: string) => machine.events.filter((event) => event['detail-type'] === type);
    expect(of('ECS Deployment State Change')).toEqual(
      [
        ['SERVICE_DEPLOYMENT_IN_PROGRESS', `ECS deployment ${id} in progress.`],
        ['SERVICE_DEPLOYMENT_COMPLETED', `ECS deployment ${id} completed.`],
      ].map(([eventName, reason]) => ({
        source: 'aws.ecs',
        'detail-type': 'ECS Deployment State Change',
        resources: [service],
        detail: { eventType: 'INFO', eventName, deploymentId: id, reason, updatedAt: expect.stringMatching(/Z$/) },
        time: expect.any(Number),
      })),
    );
    const clusterArn = 'arn:aws:ecs:us-east-1:000000000000:cluster/default';
    expect(of('ECS Service Action').at(-1)?.detail).toEqual({
      eventType: 'INFO',
      eventName: 'SERVICE_STEADY_STATE',
      clusterArn,
      createdAt: expect.any(String),
    });
    const tasks = of('ECS Task State Change').map(({ detail }) => detail);
    expect(tasks.map((task) => task['lastStatus']).sort()).toEqual(['PENDING', 'PENDING', 'RUNNING', 'RUNNING']);
    expect(tasks[0]).toMatchObject({ clusterArn, group: 'service:web', startedBy: id, version: 1 });
  });

  it('turns around when tasks keep crashing, and keeps the old tasks serving throughout', async () => {
    await m.ended(machine, await m.createWeb(machine, { version: 'v1' }, { deploymentConfiguration: BREAKER }));
    const good = (await m.describeWeb(machine)).taskDefinition;
    const before = await machine.client.send(new ecs.ListTasksCommand());
    const stop = traffic();
    const arn = await m.update(machine, {
      taskDefinition: await m.register(machine, { version: 'v2', mode: 'crash' }),
    });
    const done = await m.ended(machine, arn);
    expect(await stop()).toEqual({ v1: expect.any(Number) });
    expect(done).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      deploymentCircuitBreaker: { status: 'TRIGGERED', threshold: 3 },
      rollback: { reason: expect.stringContaining('circuit breaker: rolling back to deploymentId ecs-svc/') },
    });
    expect(await m.describeWeb(machine)).toMatchObject({
      taskDefinition: good,
      runningCount: 2,
      currentServiceDeployment: arn,
    });
    expect((await machine.client.send(new ecs.ListTasksCommand())).taskArns).toEqual(before.taskArns);
    expect(m.eventNames(machine).slice(2)).toEqual([
      'SERVICE_DEPLOYMENT_IN_PROGRESS',
      'SERVICE_DEPLOYMENT_FAILED',
      'SERVICE_DEPLOYMENT_IN_PROGRESS',
      'SERVICE_DEPLOYMENT_COMPLETED',
    ]);
    const stopped = await machine.client.send(new ecs.ListTasksCommand({ desiredStatus: 'STOPPED' }));
    const { tasks } = await machine.client.send(new ecs.DescribeTasksCommand({ tasks: stopped.taskArns }));
    const crashed = { stopCode: 'EssentialContainerExited', containers: [expect.objectContaining({ exitCode: 3 })] };
    expect(tasks).toContainEqual(expect.objectContaining(crashed));
  });

  it('turns around when tasks never pass their health check', async () => {
    await m.ended(machine, await m.createWeb(machine, { version: 'v1' }, { deploymentConfiguration: BREAKER }));
    const sick = await m.register(machine, { version: 'v2', mode: 'sick' });
    const change = { taskDefinition: sick, healthCheckGracePeriodSeconds: 0 };
    const done = await m.ended(machine, await m.update(machine, change));
    expect(done.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(await m.ask(machine)).toBe('v1');
  });

  it('fails for good when there is nothing to go back to', async () => {
    const arn = await m.createWeb(machine, { version: 'v1', mode: 'crash' }, { deploymentConfiguration: BREAKER });
    const done = await m.ended(machine, arn);
    expect(done).toMatchObject({
      status: 'STOPPED',
      statusReason: expect.stringContaining('no completed service revision'),
    });
    const stalled = await m.until(
      () => m.describeWeb(machine),
      ({ runningCount, pendingCount }) => runningCount === 0 && pendingCount === 0,
    );
    expect(stalled.deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'FAILED' }]);
    expect(m.eventNames(machine)).toEqual(['SERVICE_DEPLOYMENT_IN_PROGRESS', 'SERVICE_DEPLOYMENT_FAILED']);
    const actions = machine.events.map(({ detail }) => detail['eventName']);
    expect(actions).toContain('SERVICE_TASK_START_IMPAIRED');
  });

  it('goes back when it is told to stop halfway, and cannot be stopped once it is over', async () => {
    await m.ended(machine, await m.createWeb(machine, { version: 'v1' }));
    const sick = await m.register(machine, { version: 'v2', mode: 'sick' });
    const arn = await m.update(machine, { taskDefinition: sick, healthCheckGracePeriodSeconds: 60 });
    await m.until(
      () => m.describeWeb(machine),
      ({ runningCount }) => runningCount === 4,
    );
    const stop = new ecs.StopServiceDeploymentCommand({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' });
    await machine.client.send(stop);
    await machine.client.send(stop);
    const done = await m.ended(machine, arn);
    expect(done.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(await m.describeWeb(machine)).toMatchObject({
      runningCount: 2,
      deployments: [{ rolloutState: 'COMPLETED' }],
    });
    await expect(machine.client.send(stop)).rejects.toBeInstanceOf(ecs.ConflictException);
  });

  it('is superseded by a newer one, whose revision alone remains', async () => {
    await m.ended(machine, await m.createWeb(machine, { version: 'v1' }));
    const sick = await m.register(machine, { version: 'v2', mode: 'sick' });
    const second = await m.update(machine, { taskDefinition: sick, healthCheckGracePeriodSeconds: 60 });
    await m.until(
      () => m.describeWeb(machine),
      ({ runningCount }) => runningCount === 4,
    );
    const third = await m.update(machine, { taskDefinition: await m.register(machine, { version: 'v3' }) });
    expect((await m.ended(machine, third)).status).toBe('SUCCESSFUL');
    expect((await m.deployment(machine, second)).status).toBe('STOPPED');
    const { serviceDeployments } = await machine.client.send(new ecs.ListServiceDeploymentsCommand({ service: 'web' }));
    expect(serviceDeployments?.map(({ status }) => status)).toEqual(['SUCCESSFUL', 'STOPPED', 'SUCCESSFUL']);
    expect(new Set([await m.ask(machine), await m.ask(machine)])).toEqual(new Set(['v3']));
  });

  it.each([
    { minimumHealthyPercent: 100, maximumPercent: 150, least: 2, most: 3 },
    { minimumHealthyPercent: 50, maximumPercent: 100, least: 1, most: 2 },
  ])('keeps between $minimumHealthyPercent % and $maximumPercent % of its tasks at every moment', async (limits) => {
    const { least, most, ...deploymentConfiguration } = limits;
    await m.ended(machine, await m.createWeb(machine, { version: 'v1' }, { deploymentConfiguration }));
    const trace: { live: number; healthy: number }[] = [];
    const tasks = new Map<string, string>();
    const { taskArns = [] } = await machine.client.send(new ecs.ListTasksCommand());
    for (const arn of taskArns) tasks.set(arn, 'RUNNING');
    const look = (): void => {
      const live = [...tasks.values()].filter((status) => status === 'PENDING' || status === 'RUNNING').length;
      const health = machine.balancers.targetHealth(machine.balancer.targetGroupArn);
      trace.push({ live, healthy: health.filter(({ state }) => state === 'healthy').length });
    };
    machine.balancers.onChange(look);
    const eventsBefore = machine.events.length;
    const arn = await m.update(machine, { taskDefinition: await m.register(machine, { version: 'v2' }) });
    await m.ended(machine, arn);
    for (const event of machine.events.slice(eventsBefore)) {
      if (event['detail-type'] !== 'ECS Task State Change') continue;
      tasks.set(String(event.detail['taskArn']), String(event.detail['lastStatus']));
      trace.push({
        live: [...tasks.values()].filter((s) => s === 'PENDING' || s === 'RUNNING').length,
        healthy: least,
      });
    }
    expect(trace.length).toBeGreaterThan(8);
    expect(Math.max(...trace.map(({ live }) => live))).toBe(most);
    expect(Math.min(...trace.map(({ healthy }) => healthy))).toBe(least);
  });

  it('runs what its tag meant when it started, even after the tag moved', async () => {
    const digest = await m.pushServer(machine, 'moving');
    const arn = await m.createWeb(machine, { version: 'v1', image: 'web:moving' });
    const done = await m.ended(machine, arn);
    await m.pushServer(machine, 'moving', 'process.exit(1)');
    const { taskArns = [] } = await machine.client.send(new ecs.ListTasksCommand());
    await machine.client.send(new ecs.StopTaskCommand({ task: taskArns[0] ?? '' }));
    const isReplaced = (arns: string[]) => arns.length === 2 && !arns.includes(taskArns[0] ?? '');
    const list = async () => (await machine.client.send(new ecs.ListTasksCommand())).taskArns ?? [];
    await m.until(list, isReplaced);
    const { tasks } = await machine.client.send(new ecs.DescribeTasksCommand({ tasks: await list() }));
    expect(tasks?.map(({ containers }) => containers?.[0]?.imageDigest)).toEqual([digest, digest]);
    const revision = done.targetServiceRevision?.arn ?? '';
    const { serviceRevisions } = await machine.client.send(
      new ecs.DescribeServiceRevisionsCommand({ serviceRevisionArns: [revision] }),
    );
    expect(serviceRevisions?.[0]?.containerImages).toEqual([
      { containerName: 'app', image: 'web:moving', imageDigest: digest },
    ]);
  });

  it('fails when the image is not in the registry, and says so on the task', async () => {
    await m.createWeb(machine, { version: 'v1', image: 'web:nowhere' }, { deploymentConfiguration: BREAKER });
    const arns = await m.until(
      async () => (await machine.client.send(new ecs.ListTasksCommand({ desiredStatus: 'STOPPED' }))).taskArns ?? [],
      (found) => found.length > 0,
    );
    const { tasks } = await machine.client.send(new ecs.DescribeTasksCommand({ tasks: arns }));
    expect(tasks?.[0]).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringContaining('CannotPullContainerError'),
    });
  });

  const ALARMS = { alarms: { alarmNames: ['errors'], enable: true, rollback: true } };

  it('turns around when one of its alarms goes red after all tasks are well', async () => {
    machine.alarms['errors'] = 'OK';
    await m.ended(machine, await m.createWeb(machine, { version: 'v1' }, { deploymentConfiguration: ALARMS }));
    const arn = await m.update(machine, { taskDefinition: await m.register(machine, { version: 'v2' }) });
    await m.until(
      () => m.ask(machine),
      (version) => version === 'v2',
    );
    machine.alarms['errors'] = 'ALARM';
    const done = await m.ended(machine, arn);
    expect(done).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] },
    });
    expect(await m.ask(machine)).toBe('v1');
  });

  it('ignores its alarms altogether when one is red at the start, as ECS does', async () => {
    machine.alarms['errors'] = 'ALARM';
    const done = await m.ended(
      machine,
      await m.createWeb(machine, { version: 'v1' }, { deploymentConfiguration: ALARMS }),
    );
    expect(done).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'DISABLED' } });
  });
});
