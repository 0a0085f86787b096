import {
  type Integration,
  type Integrations,
  isJob,
  type JobContext,
  resourceOf,
  type TaskCredentials,
  TaskError,
} from '#local/stepfunctions/integration.ts';
import { toCamelCase } from '#local/stepfunctions/integrations/member-case.ts';
import type { Json } from '#local/stepfunctions/json.ts';
import type { Facts } from './asks/ask.ts';
import type { Authorize, Principal, Refusal } from './authorize.ts';
import { record, type ServiceCall } from './service-call.ts';

/** The integrations of state machines, each call of which is asked about before it is made. */
export function guardIntegrations(integrations: Integrations, authorize: Authorize, facts: Facts): Integrations {
  const demand = (principal: Principal, call: ServiceCall): void => {
    const refusal = authorize(principal, call, facts);
    if (refusal) throw new TaskError(errorOf(call, refusal), refusal.message);
  };
  return Object.fromEntries(
    Object.entries(integrations).map(([resource, integration]) => [
      resource,
      guarded(integration, ({ executionArn, credentials }, args) => {
        const machine = { kind: 'state-machine', name: machineName(executionArn) } as const;
        if (credentials) demand(machine, assumeRole(credentials));
        const doer = credentials ? ({ kind: 'role', name: roleName(credentials.roleArn) } as const) : machine;
        demand(doer, callOf(resource, args));
      }),
    ]),
  );
}

function guarded(integration: Integration, ask: (context: JobContext, args: Json) => void): Integration {
  if (!isJob(integration))
    return {
      async call(args, context) {
        ask(context, args);
        return await integration.call(args, context);
      },
    };
  return {
    ...integration,
    async start(args, key, context) {
      ask(context, args);
      return await integration.start(args, key, context);
    },
  };
}

/** `arn:aws:states:::ecs:runTask.sync` is RunTask of ECS, whose parameters begin with small letters there. */
function callOf(resource: string, args: Json): ServiceCall {
  const { resourceType: service, resource: operation } = resourceOf(resource);
  const [name = ''] = operation.split('.');
  const input = service === 'lambda' ? args : toCamelCase(args);
  return { service, operation: name.charAt(0).toUpperCase() + name.slice(1), input: record(input) };
}

/** Whoever does something as another role must be let in there first. */
const assumeRole = ({ roleArn, externalId }: TaskCredentials): ServiceCall => ({
  service: 'sts',
  operation: 'AssumeRole',
  input: { RoleArn: roleArn, ExternalId: externalId },
});

const roleName = (roleArn: string): string => roleArn.slice(roleArn.lastIndexOf('/') + 1);

const machineName = (executionArn: string): string => executionArn.split(':')[6] ?? '';

/** What Step Functions calls a refusal: by the exception's name where the service's model has it, by the service's own otherwise. */
const DENIED: Record<string, string> = {
  lambda: 'Lambda.AWSLambdaException',
  codebuild: 'CodeBuild.AWSCodeBuildException',
  ecs: 'ECS.AccessDeniedException',
};

const errorOf = ({ service }: ServiceCall, { kind }: Refusal): string =>
  kind === 'unmapped' ? 'UnmappedCall' : (DENIED[service] ?? 'States.TaskFailed');
