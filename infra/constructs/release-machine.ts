import { readFileSync } from 'node:fs';
import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  CfnStateMachineAlias,
  CfnStateMachineVersion,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '#core/config/schema.ts';
import { FUNCTIONS, roleName, STATE_MACHINE, STATE_MACHINE_ALIAS, substitution } from '../installation.ts';
import { grantTo } from '../permissions/grant.ts';
import { machineGrants } from '../permissions/of-machine.ts';
import type { Functions } from './functions.ts';

const DEFINITION = new URL('../../statemachines/release.asl.json', import.meta.url);

/**
 * The state machine, published as a version that names published versions of its functions: what an execution began with, it ends
 * with (docs/adr/0016-versions.md). New releases are started through the alias.
 */
export class ReleaseMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { config, functions }: { config: Config; functions: Functions }) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      roleName: roleName(Aws.REGION, 'release'),
      description: 'What the state machine of releases may do.',
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    grantTo(role, machineGrants(config));
    const tasks = FUNCTIONS.filter(({ isTask }) => isTask);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: STATE_MACHINE,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(readFileSync(DEFINITION, 'utf8')),
      definitionSubstitutions: Object.fromEntries(
        tasks.map(({ name }) => [substitution(name), functions.named(name).currentVersion.functionArn]),
      ),
      role,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${STATE_MACHINE}`,
          retention: config.installation.keepLogs as RetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Inputs hold task tokens, which open doors: they stay in the history.
        includeExecutionData: false,
      },
    });
    this.publish();
  }

  /** A changed machine has another revision, which makes CloudFormation publish another version; the ones before stay, but none of a deployment that was rolled back. */
  private publish(): void {
    const { stateMachineArn, stateMachineRevisionId } = this.machine;
    const version = new CfnStateMachineVersion(this, 'Version', { stateMachineArn, stateMachineRevisionId });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    new CfnStateMachineAlias(this, 'Alias', {
      name: STATE_MACHINE_ALIAS,
      description: 'What new releases are started with.',
      deploymentPreference: { stateMachineVersionArn: version.ref, type: 'ALL_AT_ONCE' },
    });
  }
}
