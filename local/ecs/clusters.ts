import type * as ecs from '@aws-sdk/client-ecs';
import { arn } from '../account.ts';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter, refuseUnsupported } from './errors.ts';
import { lastPart } from './find.ts';
import type { ClusterRecord } from './records.ts';
import type { Store } from './store.ts';

/** CreateCluster (creating it again gives the one that is there, as AWS does) and DescribeClusters. */
export function clusterOperations({ store, clock }: EcsContext) {
  return {
    CreateCluster(input: ecs.CreateClusterCommandInput) {
      refuseUnsupported(input, ['clusterName', 'tags', 'settings', 'capacityProviders']);
      const name = input.clusterName ?? 'default';
      if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalidParameter('Invalid identifier: Identifier is for cluster');
      const clusterArn = arn('ecs', `cluster/${name}`);
      const fresh = { arn: clusterArn, name, createdAt: clock.now(), tags: input.tags ?? [] };
      const cluster = store.clusters.get(clusterArn) ?? fresh;
      store.commit(() => store.clusters.put(cluster));
      return { cluster: view(store, cluster) };
    },
    DescribeClusters(input: ecs.DescribeClustersCommandInput) {
      refuseUnsupported(input, ['clusters', 'include']);
      const clusters: ecs.Cluster[] = [];
      const failures: ecs.Failure[] = [];
      for (const name of input.clusters ?? ['default']) {
        const clusterArn = arn('ecs', `cluster/${lastPart(name)}`);
        const found = store.clusters.get(clusterArn);
        if (found)
          clusters.push({ ...view(store, found), ...(input.include?.includes('TAGS') ? { tags: found.tags } : {}) });
        else failures.push({ arn: clusterArn, reason: 'MISSING' });
      }
      return { clusters, failures };
    },
    ListClusters: () => ({ clusterArns: store.clusters.list().map((cluster) => cluster.arn) }),
  };
}

function view(store: Store, cluster: ClusterRecord): ecs.Cluster {
  const tasks = store.tasks.list().filter((task) => task.clusterArn === cluster.arn);
  const services = store.services.list().filter((service) => service.clusterArn === cluster.arn);
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: 'ACTIVE',
    registeredContainerInstancesCount: 0,
    runningTasksCount: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pendingTasksCount: tasks.filter(({ lastStatus }) => lastStatus === 'PENDING').length,
    activeServicesCount: services.filter(({ status }) => status === 'ACTIVE').length,
  };
}
