import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ecs from '@aws-sdk/client-ecs';
import { ecsFleet } from '#adapters/aws/fleet.ts';
import { assumedRoles } from '#adapters/aws/roles.ts';
import { contractEndpoint, pointSdkAt, reportNotRun, until } from '#test/contracts/endpoint.ts';
import { describeFleetContract } from '#test/contracts/fleet-contract.ts';
import { createWeb, ended, pushServer, startMachine } from '#test/local/ecs/machine.ts';

const target = { name: 'web', cluster: 'default', service: 'web', container: 'app' };
const SERVER = `require('node:http').createServer((_, response) => response.end('ok')).listen(process.env.PORT, '127.0.0.1');`;

async function urlOf(client: ecs.ECSClient): Promise<string> {
  const at = await client.config.endpoint?.();
  return `${at?.protocol}//${at?.hostname}:${at?.port}`;
}

if (contractEndpoint()) reportNotRun('the fleet', 'which would need a cluster with capacity and images of ours');
/** Real processes. */ else
  describeFleetContract('ECS on one machine', async () => {
    // What ends at its start must not pass for steady before it has ended, on a busy machine neither.
    const machine = await startMachine(mkdtempSync(join(tmpdir(), 'fleet-')), { steadyMs: 800 });
    const { client } = machine;
    pointSdkAt(await urlOf(client));
    const push = async (tag: string, content: string): Promise<string> =>
      `web@${await pushServer(machine, tag, content)}`;
    const images = {
      first: await push('first', `${SERVER} // 1`),
      second: await push('second', `${SERVER} // 2`),
      broken: await push('broken', 'process.exit(3)'),
    };
    const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
    const made = await createWeb(
      machine,
      { version: 'v1', image: images.first },
      { deploymentConfiguration: breaker, loadBalancers: [] },
    );
    await ended(machine, made);
    const describe = (taskDefinition: string) =>
      client.send(new ecs.DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }));
    const fleet = ecsFleet(assumedRoles({ name: 'test' }));
    const settle = async (): Promise<void> => {
      await until(
        () => fleet.view(target),
        (view) =>
          view?.deployments.length === 1 &&
          view.deployments[0]?.rolloutState === 'COMPLETED' &&
          view.serviceDeployments.every((d) => /^(SUCCESSFUL|STOPPED|ROLLBACK_SUCCESSFUL)$/.test(d.status)),
      );
    };
    return {
      fleet,
      target,
      images,
      settle,
      // The image does it.
      fail: async () => undefined,
      deregister: async (taskDefinition) =>
        void (await client.send(new ecs.DeregisterTaskDefinitionCommand({ taskDefinition }))),
      async describe(taskDefinition) {
        const { taskDefinition: found, tags = [] } = await describe(taskDefinition);
        const {
          taskDefinitionArn: _,
          revision: __,
          registeredAt: ___,
          containerDefinitions = [],
          ...rest
        } = found ?? {};
        const containers = containerDefinitions.map(({ image: ____, ...container }) => container);
        return {
          tags: Object.fromEntries(tags.map((t) => [t.key ?? '', t.value ?? ''])),
          rest: { ...rest, containers },
        };
      },
      removeService: async () =>
        void (await client.send(new ecs.DeleteServiceCommand({ service: 'web', cluster: 'default', force: true }))),
      async close() {
        await machine.close();
        rmSync(machine.dir, { recursive: true });
      },
    };
  });
