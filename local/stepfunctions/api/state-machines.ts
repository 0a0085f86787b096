import * as sfn from '@aws-sdk/client-sfn';
import { machineArn } from '../arns.ts';
import { stopExecution } from '../engine/stop-execution.ts';
import { change } from '../engine/worker.ts';
import type { Machine } from '../store/machines.ts';
import type { ApiContext } from './context.ts';
import {
  checkName,
  invalidArn,
  machineDoesNotExist,
  onlyDefault,
  refuseParameters,
  requireParameter,
} from './errors.ts';
import { pagePosition, pageSize, pageToken } from './paging.ts';

/** CreateStateMachine, UpdateStateMachine, DescribeStateMachine, ListStateMachines, DeleteStateMachine, ValidateStateMachineDefinition. */
export function stateMachineOperations(context: ApiContext) {
  return {
    CreateStateMachine: (input: sfn.CreateStateMachineCommandInput) => create(context, input),
    UpdateStateMachine: (input: sfn.UpdateStateMachineCommandInput) => update(context, input),
    DescribeStateMachine: (input: sfn.DescribeStateMachineCommandInput) => describe(context, input),
    ListStateMachines: (input: sfn.ListStateMachinesCommandInput) => list(context, input),
    DeleteStateMachine: (input: sfn.DeleteStateMachineCommandInput) => remove(context, input),
    ValidateStateMachineDefinition: (input: sfn.ValidateStateMachineDefinitionCommandInput) => validate(context, input),
  };
}

/** The machine of an ARN. Throws InvalidArn, or StateMachineDoesNotExist. */
export function machineOf({ store }: ApiContext, arn: string): Machine {
  if (!arn.startsWith('arn:')) throw invalidArn(arn);
  const machine = store.machines.get(arn);
  if (!machine) throw machineDoesNotExist(arn);
  return machine;
}

const LOGGING_OFF = { level: 'OFF', includeExecutionData: false } as const;

function create(context: ApiContext, input: sfn.CreateStateMachineCommandInput) {
  const { store, clock } = context;
  refuseSettings(input);
  const name = requireParameter('name', input.name);
  checkName(name);
  const definition = checkDefinition(context, requireParameter('definition', input.definition));
  const roleArn = checkRole(requireParameter('roleArn', input.roleArn));
  const arn = machineArn(name);
  const definitionHash = store.definitions.add(definition);
  const existing = store.machines.get(arn);
  if (!existing) {
    const now = clock.now();
    store.machines.create({ arn, name, roleArn, definitionHash, revision: undefined, createdAt: now, updatedAt: now });
    return { stateMachineArn: arn, creationDate: new Date(now) };
  }
  // Creating the same thing twice is creating it once.
  if (existing.definitionHash === definitionHash && existing.roleArn === roleArn) {
    return { stateMachineArn: arn, creationDate: new Date(existing.createdAt) };
  }
  throw new sfn.StateMachineAlreadyExists({ message: `State Machine Already Exists: '${arn}'`, $metadata: {} });
}

function update(context: ApiContext, input: sfn.UpdateStateMachineCommandInput) {
  const { store, clock, ids } = context;
  refuseSettings(input);
  const machine = machineOf(context, requireParameter('stateMachineArn', input.stateMachineArn));
  if (input.definition === undefined && input.roleArn === undefined) {
    const message =
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified';
    throw new sfn.MissingRequiredParameter({ message, $metadata: {} });
  }
  const definition = input.definition === undefined ? undefined : checkDefinition(context, input.definition);
  const revision = ids();
  const updatedAt = clock.now();
  store.machines.update({
    ...machine,
    roleArn: input.roleArn === undefined ? machine.roleArn : checkRole(input.roleArn),
    definitionHash: definition === undefined ? machine.definitionHash : store.definitions.add(definition),
    revision,
    updatedAt,
  });
  return { updateDate: new Date(updatedAt), revisionId: revision };
}

function refuseSettings(input: Partial<sfn.CreateStateMachineCommandInput>): void {
  onlyDefault('publish', input.publish, input.publish === false);
  onlyDefault(
    'loggingConfiguration',
    input.loggingConfiguration,
    (input.loggingConfiguration?.level ?? 'OFF') === 'OFF',
  );
  onlyDefault('tracingConfiguration', input.tracingConfiguration, !input.tracingConfiguration?.enabled);
  refuseParameters(input, 'tags', 'versionDescription', 'encryptionConfiguration');
  if (input.type === undefined || input.type === 'STANDARD') return;
  throw new sfn.StateMachineTypeNotSupported({ message: 'Only the type STANDARD is implemented here.', $metadata: {} });
}

function checkRole(roleArn: string): string {
  if (!roleArn.startsWith('arn:')) throw invalidArn(roleArn);
  return roleArn;
}

function checkDefinition(context: ApiContext, definition: string): string {
  const [first, ...others] = context.diagnose(definition);
  if (!first) return definition;
  const reasons = [first, ...others].map(
    ({ code, message, location }) => `${code}: ${message}${location ? ` at ${location}` : ''}`,
  );
  throw new sfn.InvalidDefinition({
    message: `Invalid State Machine Definition: '${reasons.join(', ')}'`,
    $metadata: {},
  });
}

function describe(context: ApiContext, input: sfn.DescribeStateMachineCommandInput) {
  onlyDefault('includedData', input.includedData, input.includedData === 'ALL_DATA');
  const machine = machineOf(context, requireParameter('stateMachineArn', input.stateMachineArn));
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE' as const,
    definition: context.store.definitions.get(machine.definitionHash),
    roleArn: machine.roleArn,
    type: 'STANDARD' as const,
    creationDate: new Date(machine.createdAt),
    loggingConfiguration: LOGGING_OFF,
    tracingConfiguration: { enabled: false },
    revisionId: machine.revision,
  };
}

function list({ store }: ApiContext, input: sfn.ListStateMachinesCommandInput) {
  const size = pageSize(input.maxResults);
  const found = store.machines.list(pagePosition('machines', input.nextToken, 0), size + 1);
  const page = found.slice(0, size);
  const last = page.at(-1);
  return {
    stateMachines: page.map(({ arn, name, createdAt }) => ({
      stateMachineArn: arn,
      name,
      type: 'STANDARD' as const,
      creationDate: new Date(createdAt),
    })),
    ...(found.length > size && last ? { nextToken: pageToken('machines', last.id) } : {}),
  };
}

/** A deleted machine's executions are ended; deleting what is not there is a success, as on AWS. */
async function remove(context: ApiContext, input: sfn.DeleteStateMachineCommandInput) {
  const arn = requireParameter('stateMachineArn', input.stateMachineArn);
  if (!arn.startsWith('arn:')) throw invalidArn(arn);
  context.store.machines.remove(arn);
  context.store.versions.removeOf(arn);
  for (const execution of context.store.executions.running()) {
    const worker = execution.machine.arn === arn ? context.engine.running(execution.arn) : undefined;
    if (worker) await change(worker, (turn) => stopExecution(turn, {}));
  }
  return {};
}

function validate(context: ApiContext, input: sfn.ValidateStateMachineDefinitionCommandInput) {
  onlyDefault('type', input.type, input.type === 'STANDARD');
  const found = context.diagnose(requireParameter('definition', input.definition));
  const size = pageSize(input.maxResults);
  return {
    result: found.length === 0 ? ('OK' as const) : ('FAIL' as const),
    diagnostics: found.slice(0, size).map((diagnostic) => ({ severity: 'ERROR' as const, ...diagnostic })),
    truncated: found.length > size,
  };
}
