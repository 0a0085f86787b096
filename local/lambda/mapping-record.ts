import { eventFilter } from './event-filter.ts';
import { invalidParameter, supportOnly } from './lambda-error.ts';

/** An event source mapping from a table's stream to a function. */
export interface MappingRecord {
  id: string;
  functionName: string;
  functionArn: string;
  streamArn: string;
  table: string;
  enabled: boolean;
  batchSize: number;
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  patterns: string[];
  bisect: boolean;
  /** -1: until the records are a day old. */
  maximumRetryAttempts: number;
  /** Name of the queue that learns which records were given up. */
  onFailure?: string;
  reportsItemFailures: boolean;
  /** Epoch ms. */
  changedAt: number;
}

export interface MappingInput {
  EventSourceArn?: string;
  FunctionName?: string;
  Enabled?: boolean;
  BatchSize?: number;
  MaximumBatchingWindowInSeconds?: number;
  ParallelizationFactor?: number;
  StartingPosition?: string;
  FilterCriteria?: { Filters?: { Pattern: string }[] };
  BisectBatchOnFunctionError?: boolean;
  MaximumRetryAttempts?: number;
  DestinationConfig?: { OnFailure?: { Destination?: string } };
  FunctionResponseTypes?: string[];
}

const CHANGEABLE = [
  'FunctionName',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'ParallelizationFactor',
  'FilterCriteria',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'DestinationConfig',
  'FunctionResponseTypes',
];
export const CREATE_PARAMETERS = [...CHANGEABLE, 'EventSourceArn', 'StartingPosition'];
export const UPDATE_PARAMETERS = CHANGEABLE;

type Settings = Omit<
  MappingRecord,
  'id' | 'functionName' | 'functionArn' | 'streamArn' | 'table' | 'startingPosition' | 'changedAt'
>;

export const DEFAULTS: Settings = {
  enabled: true,
  batchSize: 100,
  patterns: [],
  bisect: false,
  maximumRetryAttempts: -1,
  reportsItemFailures: false,
};

/** The settings of a call over those before it. Throws InvalidParameterValueException for what is not implemented. */
export function settingsFrom(input: MappingInput, before: Settings): Settings {
  refuseUnsupported(input);
  const patterns = input.FilterCriteria?.Filters?.map(({ Pattern }) => Pattern) ?? before.patterns;
  eventFilter(patterns);
  const destination = input.DestinationConfig?.OnFailure?.Destination;
  const onFailure = destination === undefined ? before.onFailure : queueName(destination);
  return {
    enabled: input.Enabled ?? before.enabled,
    batchSize: between(input.BatchSize, 1, 10_000, 'BatchSize') ?? before.batchSize,
    patterns,
    bisect: input.BisectBatchOnFunctionError ?? before.bisect,
    maximumRetryAttempts:
      between(input.MaximumRetryAttempts, -1, 10_000, 'MaximumRetryAttempts') ?? before.maximumRetryAttempts,
    ...(onFailure === undefined ? {} : { onFailure }),
    reportsItemFailures: input.FunctionResponseTypes
      ? input.FunctionResponseTypes.includes('ReportBatchItemFailures')
      : before.reportsItemFailures,
  };
}

function refuseUnsupported(input: MappingInput): void {
  if ((input.MaximumBatchingWindowInSeconds ?? 0) !== 0) {
    throw invalidParameter('MaximumBatchingWindowInSeconds is supported here only as 0');
  }
  if ((input.ParallelizationFactor ?? 1) !== 1)
    throw invalidParameter('ParallelizationFactor is supported here only as 1');
  supportOnly(input.DestinationConfig ?? {}, ['OnFailure'], 'DestinationConfig.');
  supportOnly(input.FilterCriteria ?? {}, ['Filters'], 'FilterCriteria.');
}

function between(value: number | undefined, low: number, high: number, name: string): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return value;
  throw invalidParameter(`${name} must be a whole number from ${low} to ${high}`);
}

/** Table name of a stream's ARN. */
export function tableOfStream(streamArn: string | undefined): string {
  const table = /^arn:aws:dynamodb:[^:]*:[^:]*:table\/([\w.-]+)\/stream\//.exec(streamArn ?? '')?.[1];
  if (table === undefined)
    throw invalidParameter('EventSourceArn must be the ARN of a DynamoDB stream: nothing else is supported here');
  return table;
}

/** A queue's name: destinations may be given as ARNs. */
export const queueName = (destination: string): string => destination.slice(destination.lastIndexOf(':') + 1);

/** The mapping as the API answers it. */
export function describeMapping(record: MappingRecord) {
  return {
    UUID: record.id,
    EventSourceArn: record.streamArn,
    FunctionArn: record.functionArn,
    State: record.enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'User action',
    LastModified: record.changedAt / 1000,
    LastProcessingResult: 'No records processed',
    BatchSize: record.batchSize,
    MaximumBatchingWindowInSeconds: 0,
    ParallelizationFactor: 1,
    StartingPosition: record.startingPosition,
    ...(record.patterns.length > 0
      ? { FilterCriteria: { Filters: record.patterns.map((Pattern) => ({ Pattern })) } }
      : {}),
    BisectBatchOnFunctionError: record.bisect,
    MaximumRetryAttempts: record.maximumRetryAttempts,
    MaximumRecordAgeInSeconds: -1,
    DestinationConfig: record.onFailure === undefined ? {} : { OnFailure: { Destination: record.onFailure } },
    FunctionResponseTypes: record.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
  };
}
