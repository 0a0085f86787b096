import { ACCOUNT, arn, REGION } from '#local/account.ts';
import type { Clock } from '#local/time/clock.ts';
import { ASYNC_DEFAULTS } from './async-events.ts';
import { type CodeInput, storeCode } from './function-code.ts';
import {
  CONFIGURATION,
  type ConfigurationInput,
  configurationFrom,
  DEFAULTS,
  describeFunction,
  newRevision,
} from './function-configuration.ts';
import type { AsyncInvoke, FunctionRecord } from './function-record.ts';
import { conflict, functionNotFound, invalidParameter, notFound, supportOnly } from './lambda-error.ts';
import type { FunctionStore } from './lambda-store.ts';
import { queueName } from './mapping-record.ts';

export interface FunctionContext {
  dir: string;
  clock: Clock;
  functions: FunctionStore;
}

type CreateInput = ConfigurationInput & {
  Code?: CodeInput;
  Publish?: boolean;
  PackageType?: string;
  Architectures?: string[];
  Tags?: Record<string, string>;
};

/** The function that a path names: `name`, `name:$LATEST`, a partial or a whole ARN. Throws ResourceNotFoundException. */
export function findFunction({ functions }: Pick<FunctionContext, 'functions'>, reference: string): FunctionRecord {
  const name = functionName(reference);
  const record = functions.find(name);
  if (!record) throw functionNotFound(name);
  return record;
}

export function functionName(reference: string): string {
  const match = new RegExp(`^(?:(?:arn:aws:lambda:${REGION}:)?${ACCOUNT}:function:)?([\\w-]{1,64})(?::(.+))?$`).exec(
    reference,
  );
  if (!match?.[1]) throw invalidParameter(`Not a name or ARN of a function here: ${reference}`);
  if (match[2] !== undefined && match[2] !== '$LATEST')
    throw notFound(`There are no versions or aliases here: ${reference}`);
  return match[1];
}

export function createFunction({ dir, clock, functions }: FunctionContext, input: CreateInput) {
  supportOnly(input, ['FunctionName', 'Code', 'Publish', 'PackageType', 'Architectures', 'Tags', ...CONFIGURATION]);
  const name = functionName(input.FunctionName ?? '');
  if (input.Publish) throw invalidParameter('Publish is supported here only as false');
  if ((input.PackageType ?? 'Zip') !== 'Zip') throw invalidParameter('PackageType is supported here only as Zip');
  if (functions.find(name)) throw conflict(`Function already exist: ${name}`);
  const configuration = configurationFrom(input, DEFAULTS);
  const record: FunctionRecord = {
    ...configuration,
    name,
    arn: arn('lambda', `function:${name}`),
    tags: input.Tags ?? {},
    architectures: input.Architectures ?? ['x86_64'],
    ...storeCode(dir, name, input.Code ?? {}),
    ...newRevision(clock.now()),
  };
  functions.save(record);
  return describeFunction(record);
}

export function updateCode({ dir, clock, functions }: FunctionContext, record: FunctionRecord, input: CodeInput) {
  const { Publish, Architectures, ...code } = input as CodeInput & { Publish?: boolean; Architectures?: string[] };
  if (Publish) throw invalidParameter('Publish is supported here only as false');
  const changed = {
    ...record,
    architectures: Architectures ?? record.architectures,
    ...storeCode(dir, record.name, code, ''),
    ...newRevision(clock.now()),
  };
  functions.save(changed);
  return describeFunction(changed);
}

export function updateConfiguration({ clock, functions }: FunctionContext, record: FunctionRecord, input: object) {
  supportOnly(input, CONFIGURATION);
  const changed = { ...record, ...configurationFrom(input, record), ...newRevision(clock.now()) };
  functions.save(changed);
  return describeFunction(changed);
}

export function getFunction(record: FunctionRecord) {
  return {
    Configuration: describeFunction(record),
    Code: { RepositoryType: 'S3', Location: `file://${record.codePath}` },
    Tags: record.tags,
    ...(record.reservedConcurrency === undefined
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency } }),
  };
}

export function listFunctions({ functions }: FunctionContext, query: URLSearchParams) {
  const limit = Number(query.get('MaxItems') ?? 50);
  const after = query.get('Marker') ?? '';
  const all = functions.list().filter(({ name }) => name > after);
  const page = all.slice(0, limit);
  return { Functions: page.map(describeFunction), ...(all.length > limit ? { NextMarker: page.at(-1)?.name } : {}) };
}

export function putConcurrency({ functions }: FunctionContext, record: FunctionRecord, input: object) {
  supportOnly(input, ['ReservedConcurrentExecutions']);
  const { ReservedConcurrentExecutions: reserved } = input as { ReservedConcurrentExecutions?: number };
  if (!Number.isInteger(reserved) || Number(reserved) < 0) {
    throw invalidParameter('ReservedConcurrentExecutions must be a whole number of at least 0');
  }
  functions.save({ ...record, reservedConcurrency: Number(reserved) });
  return { ReservedConcurrentExecutions: reserved };
}

interface AsyncInput {
  MaximumRetryAttempts?: number;
  MaximumEventAgeInSeconds?: number;
  DestinationConfig?: { OnFailure?: { Destination?: string } };
}

/** PutFunctionEventInvokeConfig: what becomes of asynchronous invocations that fail. */
export function putAsyncInvoke({ functions }: FunctionContext, record: FunctionRecord, input: AsyncInput) {
  supportOnly(input, ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig']);
  supportOnly(input.DestinationConfig ?? {}, ['OnFailure'], 'DestinationConfig.');
  const destination = input.DestinationConfig?.OnFailure?.Destination;
  const asyncInvoke: AsyncInvoke = {
    maximumRetryAttempts: input.MaximumRetryAttempts ?? ASYNC_DEFAULTS.maximumRetryAttempts,
    maximumEventAgeSeconds: input.MaximumEventAgeInSeconds ?? ASYNC_DEFAULTS.maximumEventAgeSeconds,
    ...(destination === undefined ? {} : { onFailure: queueName(destination) }),
  };
  if (![0, 1, 2].includes(asyncInvoke.maximumRetryAttempts))
    throw invalidParameter('MaximumRetryAttempts must be 0, 1 or 2');
  functions.save({ ...record, asyncInvoke });
  return describeAsyncInvoke({ ...record, asyncInvoke });
}

export function describeAsyncInvoke({ asyncInvoke, arn: functionArn, name }: FunctionRecord) {
  if (!asyncInvoke) throw notFound(`The function ${name} doesn't have an EventInvokeConfig`);
  return {
    FunctionArn: `${functionArn}:$LATEST`,
    MaximumRetryAttempts: asyncInvoke.maximumRetryAttempts,
    MaximumEventAgeInSeconds: asyncInvoke.maximumEventAgeSeconds,
    DestinationConfig: asyncInvoke.onFailure === undefined ? {} : { OnFailure: { Destination: asyncInvoke.onFailure } },
  };
}
