import type { ListedDeployment, ServiceView } from '../ports/fleet.ts';

/** The deployment that a service is on, or on its way to. A service that is just being made may have none. */
export const primaryOf = (view: Pick<ServiceView, 'deployments'>): ListedDeployment | undefined =>
  view.deployments.find(({ status }) => status === 'PRIMARY');

/** The task definition that a target is on, or on its way to; undefined when there is no such service, or none that is active. */
export const revisionNow = (view: ServiceView | undefined): string | undefined =>
  view?.status === 'ACTIVE' ? primaryOf(view)?.taskDefinition : undefined;
