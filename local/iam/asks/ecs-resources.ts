import { arn } from '#local/account.ts';
import { text } from '../service-call.ts';

const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** By name or ARN; the cluster `default` when none is given. */
export const clusterName = (cluster: unknown): string => lastPart(text(cluster) || 'default');
export const clusterArn = (cluster: unknown): string => arn('ecs', `cluster/${clusterName(cluster)}`);
export const serviceArn = (cluster: unknown, service: unknown): string =>
  arn('ecs', `service/${clusterName(cluster)}/${lastPart(text(service))}`);
export const taskArn = (cluster: unknown, task: string): string =>
  arn('ecs', `task/${clusterName(cluster)}/${lastPart(task)}`);

/** `service-deployment/web/hello/x` and `service-revision/web/hello/1` name the service that they belong to, and its cluster. */
export function ownerOf(resourceArn: string): { service: string; cluster: string } {
  const [, cluster = '', service = ''] = resourceArn.split('/');
  return { service: serviceArn(cluster, service), cluster: clusterArn(cluster) };
}
