import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Catcher, Exit, Retrier, State } from './definition.ts';
import type { Sources } from './extra-functions.ts';
import { type Complain, compileTemplate, type Template } from './template.ts';

export interface CompileContext {
  sources: Sources;
  /** Complains about a field of the state that is being compiled. */
  complain: Complain;
}

/** One state as compiled data. The JSON has passed the schema; what is wrong beyond that is complained about. */
export function compileState(name: string, json: JsonObject, context: CompileContext): State | undefined {
  const compile = COMPILERS[String(json['Type'])];
  if (compile) return compile({ name, ...exitOf(json, '', context) }, json, context);
  context.complain('Type', `State type '${json['Type']}' is not known.`);
  return undefined;
}

type Compiler = (named: Exit & { name: string }, json: JsonObject, context: CompileContext) => State;

const COMPILERS: Record<string, Compiler> = {
  Pass: (named) => ({ type: 'Pass', ...named }),
  Succeed: (named) => ({ type: 'Succeed', ...named }),
  Fail: (named, json, context) => ({
    type: 'Fail',
    ...named,
    error: template(json, 'Error', context),
    cause: template(json, 'Cause', context),
  }),
  Wait: (named, json, context) => ({
    type: 'Wait',
    ...named,
    seconds: template(json, 'Seconds', context),
    timestamp: template(json, 'Timestamp', context),
  }),
  Choice: (named, json, context) => ({
    type: 'Choice',
    ...named,
    rules: list(json['Choices']).map((rule, i) => compileRule(rule, i, context)),
    fallback: text(json['Default']),
  }),
  Task: (named, json, context) => ({
    type: 'Task',
    ...named,
    ...recoveringOf(json, context),
    resource: String(json['Resource']),
    arguments: template(json, 'Arguments', context),
    timeoutSeconds: template(json, 'TimeoutSeconds', context),
    heartbeatSeconds: template(json, 'HeartbeatSeconds', context),
    credentials: template(json, 'Credentials', context),
  }),
  Parallel: (named, json, context) => ({
    type: 'Parallel',
    ...named,
    ...recoveringOf(json, context),
    arguments: template(json, 'Arguments', context),
    branches: list(json['Branches']).map((branch) => String(branch['StartAt'])),
  }),
  Map: (named, json, context) => ({
    type: 'Map',
    ...named,
    ...recoveringOf(json, context),
    items: template(json, 'Items', context),
    itemSelector: template(json, 'ItemSelector', context),
    maxConcurrency: template(json, 'MaxConcurrency', context),
    toleratedFailureCount: template(json, 'ToleratedFailureCount', context),
    toleratedFailurePercentage: template(json, 'ToleratedFailurePercentage', context),
    startAt: isObject(json['ItemProcessor']) ? String(json['ItemProcessor']['StartAt']) : '',
  }),
};

function compileRule(json: JsonObject, index: number, context: CompileContext): Exit & { condition: Template } {
  const field = `Choices[${index}]/`;
  const condition = template(json, 'Condition', context, field) ?? { kind: 'constant', value: false };
  return { ...exitOf(json, field, context), condition };
}

function exitOf(json: JsonObject, field: string, context: CompileContext): Exit {
  const assign = template(json, 'Assign', context, field);
  return { next: text(json['Next']), assign, output: template(json, 'Output', context, field), field };
}

function recoveringOf(json: JsonObject, context: CompileContext): { retry: Retrier[]; catch: Catcher[] } {
  return {
    retry: list(json['Retry']).map((retrier, i, all) => compileRetrier(retrier, i, all.length, context)),
    catch: list(json['Catch']).map((catcher, i, all) => compileCatcher(catcher, i, all.length, context)),
  };
}

const MAX_INTERVAL_SECONDS = 99_999_999;

/** Defaults: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error */
function compileRetrier(json: JsonObject, index: number, count: number, context: CompileContext): Retrier {
  return {
    errorEquals: errorEquals(json, `Retry[${index}]`, index === count - 1, context),
    intervalSeconds: number(json['IntervalSeconds'], 1),
    maxAttempts: number(json['MaxAttempts'], 3),
    backoffRate: number(json['BackoffRate'], 2),
    maxDelaySeconds: number(json['MaxDelaySeconds'], MAX_INTERVAL_SECONDS),
    jitter: json['JitterStrategy'] === 'FULL',
  };
}

function compileCatcher(json: JsonObject, index: number, count: number, context: CompileContext): Catcher {
  const names = errorEquals(json, `Catch[${index}]`, index === count - 1, context);
  return { errorEquals: names, ...exitOf(json, `Catch[${index}]/`, context) };
}

function errorEquals(json: JsonObject, field: string, isLast: boolean, { complain }: CompileContext): string[] {
  const names = Array.isArray(json['ErrorEquals']) ? json['ErrorEquals'].map(String) : [];
  if (names.includes('States.ALL') && !(names.length === 1 && isLast)) {
    complain(`${field}/ErrorEquals`, 'States.ALL must appear alone, and only in the last entry.');
  }
  return names;
}

function template(json: JsonObject, name: string, context: CompileContext, prefix = ''): Template | undefined {
  const value = json[name];
  return value === undefined
    ? undefined
    : compileTemplate(value, `${prefix}${name}`, context.sources, context.complain);
}

const list = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: Json | undefined, fallback: number): number => (typeof value === 'number' ? value : fallback);
