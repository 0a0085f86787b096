import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListEventSourceMappingsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Host } from '#core/intake/repository-id.ts';
import {
  DEAD_LETTERS,
  type Door,
  doorsFor,
  type FunctionSpec,
  functionName,
  functionsFor,
  handedOverAt,
  STREAMS,
  TABLE,
  variablesOf,
} from '#infra/installation.ts';
import { arn } from '../account.ts';
import type { Clients } from './clients.ts';
import { unlessThere } from './unless-there.ts';

export interface FunctionOptions {
  clients: Clients;
  /** Directory of the built bundles. */
  bundles: string;
  /** Where repositories are. */
  hosts: ReadonlySet<Host>;
  /** Every variable that any function names in its env.ts, by name. */
  variables: Record<string, string>;
}

/** Of the doors that are open. */
export type FunctionUrls = Partial<Record<Door, string>>;

/** Creates or updates every function, its stream and its URL. Returns the URLs. */
export async function installFunctions(options: FunctionOptions): Promise<FunctionUrls> {
  await Promise.all(functionsFor(options.hosts).map((spec) => installFunction(options, spec)));
  await installStreams(options.clients);
  await installHandingOver(options);
  const urls = doorsFor(options.hosts).map(async (name) => [name, await functionUrl(options.clients, name)] as const);
  return Object.fromEntries(await Promise.all(urls));
}

async function installFunction({ clients, bundles, variables }: FunctionOptions, spec: FunctionSpec): Promise<void> {
  const FunctionName = functionName(spec.name);
  const code = { S3Bucket: 'local', S3Key: `${bundles}/${spec.name}.mjs` };
  const configuration = {
    FunctionName,
    Handler: `${spec.name}.handler`,
    Timeout: spec.timeoutSeconds,
    MemorySize: spec.memoryMb,
    Environment: { Variables: variablesOf(spec, variables) },
  };
  const made = await unlessThere(
    clients.lambda.send(
      new CreateFunctionCommand({
        ...configuration,
        Runtime: 'nodejs24.x',
        Role: arn('iam', 'role/bakewatch'),
        Code: code,
      }),
    ),
    'ResourceConflictException',
  );
  if (made) return;
  await clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ...code }));
  await clients.lambda.send(new UpdateFunctionConfigurationCommand(configuration));
}

async function installStreams({ dynamoDb, lambda }: Clients): Promise<void> {
  const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName: TABLE }));
  for (const stream of STREAMS) {
    const FunctionName = functionName(stream.function);
    const there = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
    const UUID = there.EventSourceMappings?.[0]?.UUID;
    const settings = {
      FunctionName,
      BatchSize: 10,
      MaximumRetryAttempts: stream.retries,
      FunctionResponseTypes: ['ReportBatchItemFailures' as const],
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify(stream.filter) }] },
      DestinationConfig: { OnFailure: { Destination: arn('sqs', DEAD_LETTERS) } },
    };
    const source = { EventSourceArn: Table?.LatestStreamArn ?? '', StartingPosition: 'TRIM_HORIZON' as const };
    if (UUID) await lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...settings }));
    else await lambda.send(new CreateEventSourceMappingCommand({ ...settings, ...source }));
  }
}

async function installHandingOver({ clients: { lambda }, hosts }: FunctionOptions): Promise<void> {
  for (const { function: name, retries, longestSeconds } of handedOverAt(hosts))
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: functionName(name),
        MaximumRetryAttempts: retries,
        MaximumEventAgeInSeconds: longestSeconds,
        DestinationConfig: { OnFailure: { Destination: arn('sqs', DEAD_LETTERS) } },
      }),
    );
}

async function functionUrl({ lambda }: Clients, name: string): Promise<string> {
  const FunctionName = functionName(name);
  await unlessThere(
    lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' })),
    'ResourceConflictException',
  );
  const { FunctionUrl } = await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }));
  return FunctionUrl ?? '';
}
