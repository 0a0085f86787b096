import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { until } from './until.ts';

/**
 * Somebody registers what runs there once more, from another registry if she likes, and updates the service to it. Resolves with the
 * revision when ECS has got there.
 */
export async function deployByHand(
  ecs: ECSClient,
  cluster: string,
  registryOf: (image: string) => string = (image) => image,
): Promise<string> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: ['hello'] }));
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: services?.[0]?.taskDefinition ?? '' }),
  );
  const containers = taskDefinition?.containerDefinitions ?? [];
  const made = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: taskDefinition?.family ?? '',
      containerDefinitions: containers.map((each) => ({ ...each, image: registryOf(each.image ?? '') })),
    }),
  );
  const revision = made.taskDefinition?.taskDefinitionArn ?? '';
  await ecs.send(new UpdateServiceCommand({ cluster, service: 'hello', taskDefinition: revision }));
  await until('the deployment by hand to be there', async () => {
    const seen = await ecs.send(new DescribeServicesCommand({ cluster, services: ['hello'] }));
    const [only, ...others] = seen.services?.[0]?.deployments ?? [];
    return others.length === 0 && only?.taskDefinition === revision && only.rolloutState === 'COMPLETED'
      ? true
      : undefined;
  });
  return revision;
}
