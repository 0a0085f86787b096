import type { Ask, Facts } from './asks/ask.ts';
import { cloudWatchAsks } from './asks/cloudwatch.ts';
import { codeBuildAsks } from './asks/codebuild.ts';
import { dynamoDbAsks } from './asks/dynamodb.ts';
import { ecrAsks } from './asks/ecr.ts';
import { ecsAsks } from './asks/ecs.ts';
import { eventsAsks } from './asks/events.ts';
import { lambdaAsks } from './asks/lambda.ts';
import { secretsManagerAsks } from './asks/secrets-manager.ts';
import { statesAsks } from './asks/states.ts';
import { stsAsks } from './asks/sts.ts';
import type { IamRequest } from './iam-request.ts';
import { type ServiceCall, UnmappedCall } from './service-call.ts';

/** By the service's name at the endpoint and the operation. What is not here is refused. */
export const ASKS: Record<string, Record<string, Ask>> = {
  codebuild: codeBuildAsks,
  dynamodb: dynamoDbAsks,
  ecr: ecrAsks,
  ecs: ecsAsks,
  events: eventsAsks,
  lambda: lambdaAsks,
  monitoring: cloudWatchAsks,
  secretsmanager: secretsManagerAsks,
  states: statesAsks,
  sts: stsAsks,
};

/** Everything that IAM is asked for a call. Throws UnmappedCall. */
export function iamRequests(call: ServiceCall, facts: Facts): IamRequest[] {
  const asks = Object.hasOwn(ASKS, call.service) ? ASKS[call.service] : undefined;
  const ask = asks && Object.hasOwn(asks, call.operation) ? asks[call.operation] : undefined;
  if (!ask) throw new UnmappedCall(call);
  return ask(call.input, facts);
}
