import type { ListedDeployment, ServiceView } from '../ports/fleet.ts';

/** The deployment that a service is on, or on its way to. A service that is just being made may have none. */
export const primaryOf = (view: Pick<ServiceView, 'deployments'>): ListedDeployment | undefined =>
  view.deployments.find(({ status }) => status === 'PRIMARY');
