import { FUNCTION_ERRORS } from '#core/errors.ts';
import type { Handled, State } from '../states.ts';
import type { Rule } from './finding.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception, and throttling. */
const LAMBDA_SERVICE_ERRORS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];
/** What Step Functions and the services that it calls may fail with, as far as the definition may handle it by name. */
const AWS_ERRORS = [
  'States.ALL',
  'States.Timeout',
  'States.TaskFailed',
  'States.HeartbeatTimeout',
  'States.Permissions',
  'States.QueryEvaluationError',
  ...LAMBDA_SERVICE_ERRORS,
  'Lambda.Unknown',
  'CodeBuild.SdkClientException',
  'CodeBuild.AWSCodeBuildException',
  'ECS.SdkClientException',
  'ECS.AmazonECSException',
];
/** Whoever gets one of these gets it again, however often it asks. */
const REFUSALS = ['FenceLost', 'DeploymentRefused', 'ArtifactRefused'];
/** What a second time would do again, although nobody knows how far the first one came. A Map would repeat all that is in it. */
const ONCE = ['Run migration'];

const isLambda = ({ Type, Resource = '' }: State): boolean => Type === 'Task' && Resource.includes(':lambda:invoke');
const canFail = ({ Type }: State): boolean => Type === 'Task' || Type === 'Map' || Type === 'Parallel';
const catchesAll = ({ Catch = [] }: State): boolean =>
  Catch.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
const repeats = ({ MaxAttempts = 3 }: Handled): boolean => MaxAttempts > 0;

export const lambdaFirst: Rule = ({ state }) => {
  if (!isLambda(state)) return [];
  const [first] = state.Retry ?? [];
  const missing = LAMBDA_SERVICE_ERRORS.filter((name) => !first?.ErrorEquals.includes(name));
  if (missing.length > 0) return [`does not retry ${missing.join(', ')} before anything else`];
  return first && repeats(first) ? [] : ['names Lambda`s own faults and does not retry them'];
};

/** The first retrier that fits an error decides: a refusal must meet one that gives up before one that takes everything. */
export const refusalsNotRepeated: Rule = ({ state }) => {
  if (!isLambda(state)) return [];
  const takes = (name: string) => (handled: Handled) =>
    [name, 'States.TaskFailed', 'States.ALL'].some((each) => handled.ErrorEquals.includes(each));
  return REFUSALS.flatMap((name) => {
    const first = state.Retry?.find(takes(name));
    return first && repeats(first) ? [`retries ${name}, which no retry will change`] : [];
  });
};

export const allAloneAndLast: Rule = ({ state }) =>
  [state.Retry ?? [], state.Catch ?? []].flatMap((list) =>
    list.flatMap(({ ErrorEquals }, i) => {
      if (!ErrorEquals.includes('States.ALL')) return [];
      if (ErrorEquals.length > 1) return ['has States.ALL beside other names: it must stand alone'];
      return i === list.length - 1 ? [] : ['has States.ALL before others: it must be the last'];
    }),
  );

export const isCaught: Rule = ({ state, inside }) =>
  !canFail(state) || [state, ...inside].some(catchesAll)
    ? []
    : ['catches nothing, and neither does a Map around it: whatever fails here ends the execution'];

export const onceOnly: Rule = ({ name, state }) =>
  (state.Type === 'Map' || ONCE.includes(name)) && state.Retry?.some(repeats)
    ? ['is retried, and must not happen twice']
    : [];

export const knownErrors: Rule = ({ state }) => {
  const known: readonly string[] = [...AWS_ERRORS, ...FUNCTION_ERRORS];
  return [...(state.Retry ?? []), ...(state.Catch ?? [])]
    .flatMap(({ ErrorEquals }) => ErrorEquals)
    .filter((error) => !known.includes(error))
    .map((error) => `handles ${error}, which is neither in core/errors.ts nor one of AWS`);
};

/** The longest that a state may be without a look, where that is a number. */
const A_DAY = 86_400;

export const isBounded: Rule = ({ state: { Type, TimeoutSeconds } }) => {
  if (Type === 'Wait')
    return ['waits for nothing that could end it earlier: make it a task with a token and a timeout'];
  if (Type !== 'Task') return [];
  if (TimeoutSeconds === undefined) return ['has no `TimeoutSeconds`: a task may then last as long as the execution'];
  return typeof TimeoutSeconds === 'string' || (TimeoutSeconds > 0 && TimeoutSeconds <= A_DAY)
    ? []
    : [`has ${TimeoutSeconds} as \`TimeoutSeconds\`: 1 to ${A_DAY}`];
};
