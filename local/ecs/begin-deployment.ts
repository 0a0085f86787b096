import type { EcsContext } from './ecs-context.ts';
import type { DeploymentRecord } from './records.ts';

/**
 * PENDING -> IN_PROGRESS: pins the image to the digest its tag means now, and looks at the alarms. One that is red already
 * makes ECS ignore the deployment's alarms altogether (ECS developer guide, "How CloudWatch alarms detect deployment failures").
 */
export async function beginDeployment(ecs: EcsContext, deployment: DeploymentRecord): Promise<void> {
  const revision = ecs.store.revisions.get(deployment.revision);
  const digest = revision && (await resolve(ecs, revision.image));
  if (ecs.closing) return;
  ecs.store.commit(() => {
    // Superseded or stopped while the registry was asked.
    if (ecs.store.deployments.get(deployment.arn)?.status !== 'PENDING') return;
    if (revision && digest) ecs.store.revisions.update(revision.arn, { digest });
    const { alarms } = deployment.configuration;
    const names = alarms?.enable ? (alarms.alarmNames ?? []) : [];
    const red = names.some((name) => ecs.alarmState(name) === 'ALARM');
    const now = ecs.clock.now();
    ecs.store.deployments.update(deployment.arn, {
      status: 'IN_PROGRESS',
      alarms: { watched: names.length > 0 && !red, triggered: [] },
      startedAt: now,
      updatedAt: now,
    });
  });
}

/** A registry that does not answer and an image that is not there look alike to ECS: its tasks fail to start. */
export async function resolve(ecs: EcsContext, image: string): Promise<string | undefined> {
  const named = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
  if (named) return named;
  try {
    return await ecs.images.resolveTag(image);
  } catch {
    return undefined;
  }
}
