import type * as ecs from '@aws-sdk/client-ecs';
import { clientError, refuseUnsupported } from './errors.ts';

/** What a definition may say: the first line is carried out, the others are kept and shown but mean nothing on one machine. */
const DEFINITION = [
  ...['family', 'containerDefinitions', 'tags'],
  ...['taskRoleArn', 'executionRoleArn', 'networkMode', 'requiresCompatibilities', 'cpu', 'memory', 'runtimePlatform'],
] as const;

const CONTAINER = [
  ...['name', 'image', 'portMappings', 'essential', 'entryPoint', 'command', 'environment', 'workingDirectory'],
  ...['stopTimeout', 'versionConsistency'],
  ...['cpu', 'memory', 'memoryReservation', 'logConfiguration', 'dockerLabels'],
] as const;

const IMAGE = /^[A-Za-z0-9][A-Za-z0-9._:/-]*(@sha256:[0-9a-f]{64})?$/;

/** Throws ClientException for what AWS refuses, and InvalidParameterException for what only AWS can do. */
export function validateTaskDefinition(input: ecs.RegisterTaskDefinitionCommandInput): ecs.ContainerDefinition {
  refuseUnsupported(input, DEFINITION);
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(input.family ?? '')) throw clientError('Invalid family name.');
  const [container, ...more] = input.containerDefinitions ?? [];
  if (!container) throw clientError('Container list cannot be empty.');
  if (more.length > 0) throw clientError('containerDefinitions: a task on one machine is one container.');
  refuseUnsupported(container, CONTAINER, 'containerDefinitions[0].');
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(container.name ?? ''))
    throw clientError('Container.name should not be null or empty.');
  if (!IMAGE.test(container.image ?? ''))
    throw clientError(`Container.image contains invalid characters: "${container.image}".`);
  validateDetails(container);
  return container;
}

function validateDetails(container: ecs.ContainerDefinition): void {
  if (container.essential === false) throw clientError('At least one container must be essential.');
  if (container.versionConsistency === 'disabled') {
    throw clientError(
      'versionConsistency: ECS on one machine always pins a tag to its digest when a deployment starts.',
    );
  }
  if ((container.portMappings ?? []).length > 1)
    throw clientError('portMappings: a container on one machine has one port.');
  for (const mapping of container.portMappings ?? []) {
    refuseUnsupported(mapping, ['containerPort', 'hostPort', 'protocol', 'name', 'appProtocol'], 'portMappings[0].');
    const { containerPort = 0, hostPort = 0 } = mapping;
    if (containerPort < 1 || containerPort > 65_535) throw clientError(`Invalid container port ${containerPort}.`);
    if (hostPort !== 0 && hostPort !== containerPort)
      throw clientError('portMappings: the host port is always dynamic here.');
  }
}
