import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import { createEcr } from '#local/ecr/create-ecr.ts';
import { packImage } from '#local/ecr/pack-image.ts';
import { pushImage } from '#local/ecr/push-image.ts';
import { createEcs } from '#local/ecs/create-ecs.ts';
import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { createLoadBalancers } from '#local/loadbalancer/create-load-balancers.ts';
import { systemClock } from '#local/time/clock.ts';

/** Answers with its version; `MODE` makes it crash at once, fail its health check, or ignore SIGTERM. */
const SERVER = `
const { VERSION, MODE, PORT } = process.env;
if (MODE === 'crash') process.exit(3);
if (MODE === 'stubborn') process.on('SIGTERM', () => undefined);
require('node:http').createServer((request, response) => {
  if (request.url === '/health') response.writeHead(MODE === 'sick' ? 500 : 200).end();
  else if (request.url === '/env') response.end(JSON.stringify(process.env));
  else setTimeout(() => response.end(VERSION), 5);
}).listen(PORT, '127.0.0.1');
`;

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const TIMING = { steadyMs: 60, firstBackoffMs: 20, alarmPollMs: 20, alarmBakeMs: 100, closeGraceMs: 200 };
const CHECK = { path: '/health', intervalMs: 50, timeoutMs: 1000, healthyThreshold: 2, unhealthyThreshold: 3 };

export type Machine = Awaited<ReturnType<typeof startMachine>>;

/** ECR, load balancer and ECS on one endpoint, with clients: everything a test of ECS needs. */
export async function startMachine(dir: string, timing: Partial<typeof TIMING> = {}) {
  const events: ServiceEvent[] = [];
  const alarms: Record<string, string> = {};
  const clock = systemClock();
  const registry = createEcr({ dir: join(dir, 'ecr'), clock });
  const balancers = createLoadBalancers({ clock, record: () => undefined });
  const balancer = await balancers.create({ name: 'web', port: 0, healthCheck: CHECK, deregistrationDelayMs: 5000 });
  const service = createEcs({
    dir: join(dir, 'ecs'),
    clock,
    emit: (event) => void events.push(event),
    images: registry,
    loadBalancers: balancers,
    alarmState: (name) => alarms[name],
    timing: { ...TIMING, ...timing },
  });
  const endpoint = await startEndpoint(0, [service.service, registry.service]);
  const config = { endpoint: endpoint.url, region: 'us-east-1', credentials, maxAttempts: 1 };
  const client = new ecs.ECSClient(config);
  const images = new ECRClient(config);
  await service.start();
  return {
    dir,
    events,
    alarms,
    balancers,
    balancer,
    client,
    images,
    ecs: service,
    async close() {
      client.destroy();
      images.destroy();
      await endpoint.close();
      await service.close();
      await balancers.close();
      registry.close();
    },
  };
}

/** Pushes the sample server and gives its digest; another `content` is another image. */
export async function pushServer(machine: Machine, tag: string, content = SERVER): Promise<string> {
  await machine.images.send(new CreateRepositoryCommand({ repositoryName: 'web' })).catch(() => undefined);
  const files = join(machine.dir, 'source');
  mkdirSync(files, { recursive: true });
  writeFileSync(join(files, 'server.js'), content);
  const image = await packImage({ files, command: ['node', 'server.js'] });
  return pushImage(image, 'web', [tag], machine.images);
}

export interface Version {
  version: string;
  mode?: string;
  image?: string;
  stopTimeout?: number;
}

export async function register(machine: Machine, { version, mode = 'ok', image = 'web:latest', stopTimeout }: Version) {
  const { taskDefinition } = await machine.client.send(
    new ecs.RegisterTaskDefinitionCommand({
      family: 'web',
      containerDefinitions: [
        {
          name: 'app',
          image,
          stopTimeout,
          portMappings: [{ containerPort: 80 }],
          environment: [
            { name: 'VERSION', value: version },
            { name: 'MODE', value: mode },
          ],
        },
      ],
    }),
  );
  return taskDefinition?.taskDefinitionArn ?? '';
}

/** A service `web` in the cluster `default`, running the version, with its first deployment over. */
export async function createWeb(
  machine: Machine,
  version: Version,
  given: Partial<ecs.CreateServiceCommandInput> = {},
) {
  await machine.client.send(new ecs.CreateClusterCommand());
  const { targetGroupArn } = machine.balancer;
  const { service } = await machine.client.send(
    new ecs.CreateServiceCommand({
      serviceName: 'web',
      taskDefinition: await register(machine, version),
      desiredCount: 2,
      // A busy machine must not make a good task look sick.
      healthCheckGracePeriodSeconds: 10,
      loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
      ...given,
    }),
  );
  return service?.currentServiceDeployment ?? '';
}

export async function update(machine: Machine, given: Partial<ecs.UpdateServiceCommandInput>): Promise<string> {
  const { service } = await machine.client.send(new ecs.UpdateServiceCommand({ service: 'web', ...given }));
  return service?.currentServiceDeployment ?? '';
}

export async function deployment(machine: Machine, arn: string): Promise<ecs.ServiceDeployment> {
  const { serviceDeployments } = await machine.client.send(
    new ecs.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
  );
  return serviceDeployments?.[0] ?? {};
}

export async function describeWeb(machine: Machine): Promise<ecs.Service> {
  const { services } = await machine.client.send(new ecs.DescribeServicesCommand({ services: ['web'] }));
  return services?.[0] ?? {};
}

const OVER = ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'];

/** Polls the deployment's status until it is final, for at most 10 s. */
export const ended = (machine: Machine, arn: string): Promise<ecs.ServiceDeployment> =>
  until(
    () => deployment(machine, arn),
    ({ status }) => OVER.includes(status ?? ''),
  );

/** Asks until the answer is right, for at most 10 s. */
export async function until<T>(ask: () => Promise<T> | T, right: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (right(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Still not so after 10 s: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The names of the deployment and service events so far, in order. */
export const eventNames = ({ events }: Machine): string[] =>
  events.flatMap((event) =>
    event['detail-type'] === 'ECS Deployment State Change' ? [String(event.detail['eventName'])] : [],
  );

/** The versions the load balancer's clients see, by count. */
export async function ask(machine: Machine, path = '/'): Promise<string> {
  const response = await fetch(machine.balancer.url + path);
  return response.ok ? response.text() : String(response.status);
}
