import type { EcsFound, Found } from '#core/init/found.ts';
import { fitOf } from '#core/init/propose-target.ts';
import type { Answer, Inventory, Listings, ServiceListed } from '#core/ports/inventory.ts';

export interface AccountFound extends Pick<Found, 'account' | 'services' | 'projects' | 'images' | 'alarms'> {
  /** What could not be asked, each as a sentence with the permission that it needs. */
  unasked: string[];
}

const MOST_CLUSTERS = 30;
const MOST_LOOKED_AT = 20;

/** What there is in an account for a service of this name. Only reads; what may not be asked is said. */
export async function readAccount(
  inventory: Pick<Inventory, 'identity' | 'taskDefinition'> & Listings,
  service: string,
): Promise<AccountFound> {
  const unasked = new Set<string>();
  const listed = <T>(what: string, answer: Answer<T[]>): T[] => {
    if (answer.kind === 'unasked')
      unasked.add(`${what}: ${answer.why}${answer.permission ? ` (it needs ${answer.permission})` : ''}`);
    return answer.kind === 'found' ? answer.found : [];
  };
  const identity = await inventory.identity();
  if (identity.kind === 'refused')
    return {
      account: undefined,
      services: [],
      projects: [],
      images: [],
      alarms: [],
      unasked: [`AWS: ${identity.why}`],
    };
  const [clusters, projects, images, alarms] = await Promise.all([
    inventory.clusters(),
    inventory.projects(),
    inventory.repositories(),
    inventory.allAlarms(),
  ]);
  const services: EcsFound[] = [];
  for (const cluster of listed('clusters', clusters).slice(0, MOST_CLUSTERS))
    for (const each of listed('ECS services', await inventory.services(cluster))) services.push(bare(cluster, each));
  return {
    account: identity.kind === 'known' ? identity.account : undefined,
    services: await Promise.all(
      services.map((ecs, i) => look(inventory, ecs, i < MOST_LOOKED_AT || fitOf(service, ecs) > 1)),
    ),
    projects: listed('CodeBuild projects', projects),
    images: listed('ECR repositories', images),
    alarms: listed('alarms', alarms),
    unasked: [...unasked],
  };
}

const bare = (cluster: string, { name, taskDefinition, targetGroups }: ServiceListed): EcsFound => ({
  ...{ cluster, service: name, targetGroups, containers: [], roles: [] },
  family: taskDefinition.replace(/^.*\//, '').replace(/:\d+$/, ''),
});

/** With what its task definition says, where that is asked for and told. */
async function look(inventory: Pick<Inventory, 'taskDefinition'>, ecs: EcsFound, isWanted: boolean): Promise<EcsFound> {
  const answer = isWanted ? await inventory.taskDefinition({}, ecs.family) : undefined;
  if (answer?.kind !== 'found') return ecs;
  const { containers, images = {}, roles } = answer.found;
  return {
    ...ecs,
    containers: containers.map((name) => ({ name, image: images[name] ?? '' })),
    roles: [...new Set(roles.map((arn) => arn.replace(/^.*?:role\//, '')))],
  };
}
