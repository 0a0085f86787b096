import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as Lambda, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { hostsOf } from '#core/config/hosts-of.ts';
import type { Config } from '#core/config/schema.ts';
import {
  type FunctionSpec,
  functionName,
  functionsFor,
  HANDED_OVER,
  roleName,
  STREAMS,
  variablesOf,
} from '../installation.ts';
import { grantTo } from '../permissions/grant.ts';
import { grantsOf } from '../permissions/of-function.ts';
import { acknowledge } from './acknowledge.ts';
import { bundleOf } from './bundles.ts';

export interface FunctionsProps {
  config: Config;
  /** Every variable that a function may ask for. */
  variables: Record<string, string>;
  /** Another archive than the bundle alone. */
  code?: Record<string, Code>;
}

/** Every function of the installation, each with a role, a log and an archive of its own. */
export class Functions extends Construct {
  private readonly byName = new Map<string, Lambda>();

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    for (const spec of functionsFor(hostsOf(props.config))) this.byName.set(spec.name, this.add(spec, props));
  }

  named(name: string): Lambda {
    const found = this.byName.get(name);
    if (!found) throw new Error(`${name} is not in infra/installation.ts.`);
    return found;
  }

  private add(spec: FunctionSpec, { config, variables, code = {} }: FunctionsProps): Lambda {
    const { name, timeoutSeconds, memoryMb, keptConcurrency } = spec;
    const scope = new Construct(this, name);
    const logGroup = new LogGroup(scope, 'Log', {
      logGroupName: `/aws/lambda/${functionName(name)}`,
      retention: config.installation.keepLogs as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, 'Role', {
      roleName: roleName(Aws.REGION, name),
      description: `What ${functionName(name)} may do.`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    grantTo(role, [
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] },
      ...grantsOf(name, config),
    ]);
    const kept = keptConcurrency ? config.installation.concurrency[keptConcurrency] : 0;
    const made = new Lambda(scope, 'Function', {
      functionName: functionName(name),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `${name}.handler`,
      code: code[name] ?? bundleOf(name),
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: memoryMb,
      environment: variablesOf(spec, variables),
      tracing: Tracing.ACTIVE,
      role,
      logGroup,
      ...(kept > 0 ? { reservedConcurrentExecutions: kept } : {}),
      // What an execution began with stays until the stack is gone. But not what a deployment published that was rolled back: Lambda
      // publishes nothing twice, and the same deployment, tried again, would fail because the version exists.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    });
    acknowledge(made, { 'Serverless-LambdaDLQ': WHERE_FAILURES_GO[calledBy(name)] });
    return made;
  }
}

const WHERE_FAILURES_GO = {
  caller:
    'It is called synchronously: whoever calls it (the state machine, a person, a dashboard, GitHub, Slack, CloudFormation) is told of the failure and tries again or says so.',
  stream: 'Its stream keeps what failed in the queue of dead letters (DestinationConfig of the mapping).',
  queue:
    'What failed is kept in the queue of dead letters by its destination on failure, the successor of this setting.',
} as const;

function calledBy(name: string): keyof typeof WHERE_FAILURES_GO {
  if (STREAMS.some((stream) => stream.function === name)) return 'stream';
  return HANDED_OVER.some((handed) => handed.function === name) ? 'queue' : 'caller';
}
