import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeStateMachineAliasCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { Answers, Checkup, InstallationFacts, Installed } from '#core/ports/checkup.ts';
import type { Answer } from '#core/ports/inventory.ts';
import { asked } from './inventory/asked.ts';

export interface CheckupClients {
  cloudWatch: CloudWatchClient;
  eventBridge: EventBridgeClient;
  lambda: LambdaClient;
  secretsManager: SecretsManagerClient;
  stepFunctions: SFNClient;
}

/** How an installation is, by the read-only operations of its services. */
export const awsCheckup = (clients: CheckupClients): Checkup => ({
  async read(installed) {
    const { lambda, eventBridge, secretsManager } = clients;
    const [functions, readers, rules, secrets, alarms, alias] = await Promise.all([
      each(installed.functions, 'lambda:GetFunctionConfiguration', async (FunctionName) => {
        const { State, LastUpdateStatus, StateReason, LastUpdateStatusReason } = await lambda.send(
          new GetFunctionConfigurationCommand({ FunctionName }),
        );
        return { state: State, lastUpdate: LastUpdateStatus, reason: StateReason ?? LastUpdateStatusReason };
      }),
      each(installed.readers, 'lambda:ListEventSourceMappings', async (FunctionName) => {
        const answer = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
        const [mapping] = answer.EventSourceMappings ?? [];
        return mapping && { state: mapping.State ?? '', result: mapping.LastProcessingResult ?? '' };
      }),
      each(installed.rules, 'events:DescribeRule', async (Name) => ({
        state: (await eventBridge.send(new DescribeRuleCommand({ Name }))).State ?? '',
      })),
      each(installed.secrets, 'secretsmanager:DescribeSecret', async (SecretId) => {
        const { VersionIdsToStages } = await secretsManager.send(new DescribeSecretCommand({ SecretId }));
        return { versions: Object.keys(VersionIdsToStages ?? {}).length };
      }),
      readAlarms(clients, installed.alarms),
      readAlias(clients, installed),
    ]);
    return { functions, readers, rules, secrets, alarms, alias };
  },
});

/** All at once: there are some thirty, and the SDK waits where AWS throttles. */
async function each<Found>(
  names: string[],
  permission: string,
  ask: (name: string) => Promise<Found | undefined>,
): Promise<Answers<Found>> {
  const answers = names.map(async (name) => [name, await asked(permission, () => ask(name))] as const);
  return Object.fromEntries(await Promise.all(answers));
}

async function readAlarms({ cloudWatch }: CheckupClients, names: string[]): Promise<InstallationFacts['alarms']> {
  const answer = await asked('cloudwatch:DescribeAlarms', () =>
    cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: names, MaxRecords: 100 })),
  );
  const found = answer.kind === 'found' ? (answer.found.MetricAlarms ?? []) : [];
  return Object.fromEntries(
    names.map((name): [string, Answer<{ state: string; reason: string }>] => {
      if (answer.kind !== 'found') return [name, answer];
      const alarm = found.find(({ AlarmName }) => AlarmName === name);
      if (!alarm) return [name, { kind: 'missing' }];
      return [name, { kind: 'found', found: { state: alarm.StateValue ?? '', reason: alarm.StateReason ?? '' } }];
    }),
  );
}

const MACHINE_MISSING = new Set(['StateMachineDoesNotExist', 'ResourceNotFound']);

/** An alias is known by its ARN alone: its account and region are those of a function beside it. */
async function readAlias(
  { lambda, stepFunctions }: CheckupClients,
  { functions: [FunctionName = ''], stateMachine, alias }: Installed,
): Promise<InstallationFacts['alias']> {
  const beside = await asked('lambda:GetFunctionConfiguration', () =>
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
  );
  if (beside.kind !== 'found')
    return beside.kind === 'unasked' ? beside : { kind: 'unasked', why: 'its account is known by its functions alone' };
  const [arn = '', partition = '', , region = '', account = ''] = (beside.found.FunctionArn ?? '').split(':');
  const stateMachineAliasArn = [arn, partition, 'states', region, account, 'stateMachine', stateMachine, alias].join(
    ':',
  );
  return asked('states:DescribeStateMachineAlias', () =>
    stepFunctions.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn })).then(
      () => true as const,
      (error: Error) => {
        if (MACHINE_MISSING.has(error.name)) return undefined;
        throw error;
      },
    ),
  );
}
