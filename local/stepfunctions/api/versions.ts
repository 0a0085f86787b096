import * as sfn from '@aws-sdk/client-sfn';
import type { Alias, Version } from '../store/versions.ts';
import type { ApiContext } from './context.ts';
import { checkName, invalidArn, requireParameter, validationError } from './errors.ts';
import { machineOf } from './state-machines.ts';

/** PublishStateMachineVersion, CreateStateMachineAlias, UpdateStateMachineAlias, DescribeStateMachineAlias. An alias names one version. */
export function versionOperations(context: ApiContext) {
  return {
    PublishStateMachineVersion: (input: sfn.PublishStateMachineVersionCommandInput) => publish(context, input),
    CreateStateMachineAlias: (input: sfn.CreateStateMachineAliasCommandInput) => createAlias(context, input),
    UpdateStateMachineAlias: (input: sfn.UpdateStateMachineAliasCommandInput) => updateAlias(context, input),
    DescribeStateMachineAlias: (input: sfn.DescribeStateMachineAliasCommandInput) => describeAlias(context, input),
  };
}

/** Publishing the same revision again is the same version. */
function publish({ store, clock, ...context }: ApiContext, input: sfn.PublishStateMachineVersionCommandInput) {
  const { revisionId, description } = input;
  const machine = machineOf({ store, clock, ...context }, requireParameter('stateMachineArn', input.stateMachineArn));
  if (revisionId !== undefined && revisionId !== (machine.revision ?? 'INITIAL'))
    throw new sfn.ConflictException({
      message: `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${machine.revision ?? 'INITIAL'}.`,
      $metadata: {},
    });
  const newest = store.versions.newest(machine.arn);
  if (newest && newest.revision === machine.revision) return published(newest);
  const number = (newest?.number ?? 0) + 1;
  const { roleArn, definitionHash, revision } = machine;
  const made = { roleArn, definitionHash, revision, description, number, createdAt: clock.now() };
  const version: Version = { ...made, arn: `${machine.arn}:${number}`, machineArn: machine.arn };
  store.versions.publish(version);
  return published(version);
}

const published = ({ arn, createdAt }: Version) => ({
  stateMachineVersionArn: arn,
  creationDate: new Date(createdAt),
});

/** Creating the same thing twice is creating it once. */
function createAlias({ store, clock }: ApiContext, input: sfn.CreateStateMachineAliasCommandInput) {
  const name = requireParameter('name', input.name);
  checkName(name);
  if (/^\d+$/.test(name)) throw validationError(`Value '${name}' at 'name': an alias is no number.`);
  const { arn: versionArn, machineArn } = routedTo({ store }, input.routingConfiguration);
  const arn = `${machineArn}:${name}`;
  const known = store.versions.getAlias(arn);
  if (known && (known.versionArn !== versionArn || known.description !== input.description))
    throw new sfn.ConflictException({ message: `State Machine Alias Already Exists: '${arn}'`, $metadata: {} });
  const now = clock.now();
  const made = { createdAt: now, updatedAt: now, description: input.description };
  const alias: Alias = known ?? { ...made, arn, machineArn, name, versionArn };
  store.versions.putAlias(alias);
  return { stateMachineAliasArn: arn, creationDate: new Date(alias.createdAt) };
}

function updateAlias(context: ApiContext, input: sfn.UpdateStateMachineAliasCommandInput) {
  const alias = aliasOf(context, input.stateMachineAliasArn);
  const versionArn = input.routingConfiguration ? routedTo(context, input.routingConfiguration).arn : alias.versionArn;
  if (!versionArn.startsWith(`${alias.machineArn}:`))
    throw validationError(`${versionArn} is a version of another state machine.`);
  const updatedAt = context.clock.now();
  const description = input.description ?? alias.description;
  context.store.versions.putAlias({ ...alias, versionArn, description, updatedAt });
  return { updateDate: new Date(updatedAt) };
}

function describeAlias(context: ApiContext, input: sfn.DescribeStateMachineAliasCommandInput) {
  const { arn, name, description, versionArn, createdAt, updatedAt } = aliasOf(context, input.stateMachineAliasArn);
  return {
    stateMachineAliasArn: arn,
    name,
    description,
    routingConfiguration: [{ stateMachineVersionArn: versionArn, weight: 100 }],
    creationDate: new Date(createdAt),
    updateDate: new Date(updatedAt),
  };
}

function aliasOf({ store }: ApiContext, given: string | undefined): Alias {
  const arn = requireParameter('stateMachineAliasArn', given);
  if (!arn.startsWith('arn:')) throw invalidArn(arn);
  const alias = store.versions.getAlias(arn);
  if (!alias) throw notFound(arn);
  return alias;
}

/** All of an alias's executions run on one version here. */
function routedTo(
  { store }: Pick<ApiContext, 'store'>,
  routes: sfn.RoutingConfigurationListItem[] | undefined,
): Version {
  const [route, ...others] = requireParameter('routingConfiguration', routes);
  if (others.length > 0 || route?.weight !== 100)
    throw validationError(`The parameter 'routingConfiguration' is implemented with one version of weight 100 only.`);
  const arn = requireParameter('stateMachineVersionArn', route.stateMachineVersionArn);
  const version = store.versions.get(arn);
  if (!version) throw notFound(arn);
  return version;
}

const notFound = (resourceName: string): Error =>
  new sfn.ResourceNotFound({ message: `The resource ${resourceName} does not exist.`, resourceName, $metadata: {} });
