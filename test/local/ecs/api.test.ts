import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ecs from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as m from './machine.ts';

describe("ECS's API", () => {
  let machine: m.Machine;

  beforeAll(async () => {
    machine = await m.startMachine(mkdtempSync(join(tmpdir(), 'ecs-')));
    await m.pushServer(machine, 'latest');
    await machine.client.send(new ecs.CreateClusterCommand());
  });
  afterAll(async () => {
    await machine.close();
    rmSync(machine.dir, { recursive: true });
  });

  const container = { name: 'app', image: 'web:latest' };
  const script = async (family: string, ...command: string[]) => {
    const containerDefinitions = [{ ...container, entryPoint: ['node', '-e'], command }];
    await machine.client.send(new ecs.RegisterTaskDefinitionCommand({ family, containerDefinitions }));
    return family;
  };
  const stopped = (arn: string | undefined) =>
    m.until(
      () => machine.ecs.describeTask(arn ?? ''),
      (task) => task?.lastStatus === 'STOPPED',
    );

  it('numbers the revisions of a family and shows a definition as it was registered, tags on request', async () => {
    const input = {
      family: 'numbers',
      containerDefinitions: [container],
      cpu: '256',
      tags: [{ key: 'a', value: 'b' }],
    };
    const register = () => machine.client.send(new ecs.RegisterTaskDefinitionCommand(input));
    expect([(await register()).taskDefinition?.revision, (await register()).taskDefinition?.revision]).toEqual([1, 2]);
    const describe = { taskDefinition: 'numbers', include: ['TAGS' as const] };
    const shown = await machine.client.send(new ecs.DescribeTaskDefinitionCommand(describe));
    expect(shown.tags).toEqual(input.tags);
    expect(shown.taskDefinition).toMatchObject({ revision: 2, cpu: '256', containerDefinitions: [container] });
    await machine.client.send(new ecs.DeregisterTaskDefinitionCommand({ taskDefinition: 'numbers:2' }));
    expect((await register()).taskDefinition?.revision).toBe(3);
    const listed = await machine.client.send(
      new ecs.ListTaskDefinitionsCommand({ familyPrefix: 'numbers', sort: 'DESC' }),
    );
    expect(listed.taskDefinitionArns?.map((arn) => arn.split(':').at(-1))).toEqual(['3', '1']);
  });

  it('answers what does not exist with failures inside a success, or with the exception AWS has for it', async () => {
    const describeServices = new ecs.DescribeServicesCommand({ services: ['nobody'] });
    expect((await machine.client.send(describeServices)).failures).toMatchObject([{ reason: 'MISSING' }]);
    const gone = machine.client.send(new ecs.DescribeServicesCommand({ cluster: 'gone', services: ['a'] }));
    await expect(gone).rejects.toBeInstanceOf(ecs.ClusterNotFoundException);
    const unknown = machine.client.send(new ecs.UpdateServiceCommand({ service: 'nobody' }));
    await expect(unknown).rejects.toBeInstanceOf(ecs.ServiceNotFoundException);
  });

  it('refuses by name what only AWS can do', async () => {
    const register = (given: object) => {
      const containerDefinitions = [{ ...container, ...given }];
      return machine.client.send(new ecs.RegisterTaskDefinitionCommand({ family: 'refused', containerDefinitions }));
    };
    await expect(register({ privileged: true })).rejects.toThrow('privileged');
    await expect(register({ image: 'not an image' })).rejects.toBeInstanceOf(ecs.ClientException);
    await script('plain', '0');
    const create = (deploymentConfiguration: ecs.DeploymentConfiguration) => {
      const input = { serviceName: 'refused', taskDefinition: 'plain', deploymentConfiguration };
      return machine.client.send(new ecs.CreateServiceCommand(input));
    };
    await expect(create({ strategy: 'CANARY' })).rejects.toMatchObject({
      name: 'UnsupportedFeatureException',
      message: expect.stringContaining('CANARY'),
    });
    await expect(create({ minimumHealthyPercent: 100, maximumPercent: 100 })).rejects.toThrow('maximumPercent');
  });

  it('starts a deployment for a new revision or by force, and not for a count, a setting or the same again', async () => {
    await script('calm', 'setInterval(() => {}, 1000)');
    const create = { serviceName: 'calm', taskDefinition: 'calm', desiredCount: 0 };
    const { service } = await machine.client.send(new ecs.CreateServiceCommand(create));
    const change = async (given: Partial<ecs.UpdateServiceCommandInput>) => {
      const answer = await machine.client.send(new ecs.UpdateServiceCommand({ service: 'calm', ...given }));
      return answer.service?.currentServiceDeployment;
    };
    const first = service?.currentServiceDeployment;
    expect(await change({ desiredCount: 1 })).toBe(first);
    expect(await change({ deploymentConfiguration: { maximumPercent: 150 } })).toBe(first);
    expect(await change({ taskDefinition: 'calm:1' })).toBe(first);
    const forced = await change({ forceNewDeployment: true });
    expect(forced).not.toBe(first);
    await script('calm', 'setInterval(() => {}, 500)');
    expect(await change({ taskDefinition: 'calm' })).not.toBe(forced);
    const remove = { service: 'calm' };
    await expect(machine.client.send(new ecs.DeleteServiceCommand(remove))).rejects.toThrow('scaled above 0');
    await machine.client.send(new ecs.DeleteServiceCommand({ ...remove, force: true }));
    await m.until(
      async () => (await machine.client.send(new ecs.DescribeServicesCommand({ services: ['calm'] }))).services?.[0],
      (found) => found?.status === 'INACTIVE' && found.runningCount === 0,
    );
  });

  it('runs a task once per client token, with its overrides, and tells how it ended', async () => {
    await script('exits', 'process.exit(Number(process.env.CODE))');
    const environment = [{ name: 'CODE', value: '7' }];
    const input = {
      taskDefinition: 'exits',
      clientToken: 'one',
      startedBy: 'release-1',
      overrides: { containerOverrides: [{ name: 'app', environment }] },
    };
    const changes: (string | undefined)[] = [];
    const stop = machine.ecs.onChange((task) => changes.push(task.lastStatus));
    const run = () => machine.client.send(new ecs.RunTaskCommand(input));
    const [first, second] = await Promise.all([run(), run()]);
    expect(second.tasks?.[0]?.taskArn).toBe(first.tasks?.[0]?.taskArn);
    const task = await stopped(first.tasks?.[0]?.taskArn);
    stop();
    expect(task).toMatchObject({ startedBy: 'release-1', group: 'family:exits', stopCode: 'EssentialContainerExited' });
    expect(task?.containers?.[0]?.exitCode).toBe(7);
    expect(changes).toContain('RUNNING');
    const other = machine.client.send(new ecs.RunTaskCommand({ ...input, count: 2 }));
    await expect(other).rejects.toMatchObject({ name: 'ConflictException', resourceIds: [first.tasks?.[0]?.taskArn] });
  });

  it('ends a task that ignores SIGTERM after its stop timeout', async () => {
    const containerDefinitions = [
      { ...container, stopTimeout: 0, entryPoint: ['sh', '-c'], command: ["trap '' TERM; while :; do sleep 1; done"] },
    ];
    await machine.client.send(new ecs.RegisterTaskDefinitionCommand({ family: 'stubborn', containerDefinitions }));
    const { tasks } = await machine.client.send(new ecs.RunTaskCommand({ taskDefinition: 'stubborn' }));
    const arn = tasks?.[0]?.taskArn ?? '';
    await m.until(
      () => machine.ecs.describeTask(arn),
      (task) => task?.lastStatus === 'RUNNING',
    );
    await machine.client.send(new ecs.StopTaskCommand({ task: arn, reason: 'enough' }));
    const task = await stopped(arn);
    expect(task).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'enough' });
    expect(task?.containers?.[0]?.exitCode).toBe(137);
  });

  it('gives lists page by page', async () => {
    for (let i = 0; i < 3; i += 1) await script('paged', String(i));
    const list = (nextToken?: string) =>
      machine.client.send(new ecs.ListTaskDefinitionsCommand({ familyPrefix: 'paged', maxResults: 2, nextToken }));
    const first = await list();
    const second = await list(first.nextToken);
    expect([first.taskDefinitionArns?.length, second.taskDefinitionArns?.length]).toEqual([2, 1]);
    expect(second.nextToken).toBeUndefined();
  });
});
