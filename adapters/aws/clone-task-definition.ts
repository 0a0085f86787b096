import type { RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from '@aws-sdk/client-ecs';

export const RELEASE_TAG = 'bakewatch:release';

/**
 * What RegisterTaskDefinition needs to make the same again with another image. What ECS reports but does not take is dropped
 * by name; everything else is kept, so that a field which ECS learns tomorrow is not lost.
 */
export function cloneTaskDefinition(
  source: TaskDefinition,
  tags: Tag[],
  change: { container: string; image: string; release: string },
): RegisterTaskDefinitionCommandInput {
  const {
    taskDefinitionArn: _arn,
    revision: _revision,
    status: _status,
    requiresAttributes: _attributes,
    compatibilities: _compatibilities,
    registeredAt: _registered,
    deregisteredAt: _deregistered,
    deleteRequestedAt: _deleted,
    registeredBy: _by,
    inferenceAccelerators: _retired,
    family,
    containerDefinitions = [],
    ...kept
  } = source as TaskDefinition & { deleteRequestedAt?: Date };
  if (!containerDefinitions.some((c) => c.name === change.container)) {
    throw new Error(`The task definition ${source.taskDefinitionArn} has no container "${change.container}".`);
  }
  const ownTags = tags.filter((tag) => !tag.key?.startsWith('aws:') && tag.key !== RELEASE_TAG);
  return {
    ...kept,
    family,
    containerDefinitions: containerDefinitions.map((c) =>
      c.name === change.container ? { ...c, image: change.image } : c,
    ),
    tags: [...ownTags, { key: RELEASE_TAG, value: change.release.replace('#', '/') }],
  } as RegisterTaskDefinitionCommandInput;
}
