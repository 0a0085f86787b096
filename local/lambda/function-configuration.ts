import { randomUUID } from 'node:crypto';
import type { FunctionRecord } from './function-record.ts';
import { invalidParameter, supportOnly } from './lambda-error.ts';

export interface ConfigurationInput {
  FunctionName?: string;
  Handler?: string;
  Runtime?: string;
  Role?: string;
  Description?: string;
  Timeout?: number;
  MemorySize?: number;
  Environment?: { Variables?: Record<string, string> };
}

export const CONFIGURATION = ['Handler', 'Runtime', 'Role', 'Description', 'Timeout', 'MemorySize', 'Environment'];

type Configuration = Pick<
  FunctionRecord,
  'handler' | 'runtime' | 'role' | 'description' | 'timeout' | 'memorySize' | 'environment'
>;

export const DEFAULTS: Configuration = {
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  role: '',
  description: '',
  timeout: 3,
  memorySize: 128,
  environment: {},
};

/** A call's configuration over the one before it. Throws InvalidParameterValueException. */
export function configurationFrom(input: ConfigurationInput, before: Configuration): Configuration {
  supportOnly(input.Environment ?? {}, ['Variables'], 'Environment.');
  const environment = input.Environment ? (input.Environment.Variables ?? {}) : before.environment;
  const reserved = Object.keys(environment).find((name) =>
    /^(AWS_(?!NODEJS_|LAMBDA_LOG_LEVEL)|_HANDLER$|LAMBDA_)/.test(name),
  );
  if (reserved) throw invalidParameter(`Environment variable ${reserved} is reserved: a function cannot set it`);
  const runtime = input.Runtime ?? before.runtime;
  if (!runtime.startsWith('nodejs'))
    throw invalidParameter(`Runtime ${runtime} is not supported here: only nodejs ones are`);
  return {
    handler: input.Handler ?? before.handler,
    runtime,
    role: input.Role ?? before.role,
    description: input.Description ?? before.description,
    timeout: between(input.Timeout ?? before.timeout, 1, 900, 'Timeout'),
    memorySize: between(input.MemorySize ?? before.memorySize, 128, 10_240, 'MemorySize'),
    environment,
  };
}

function between(value: number, low: number, high: number, name: string): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw invalidParameter(`${name} must be a whole number from ${low} to ${high}`);
}

/** What changes whenever code or configuration do. `now` is epoch ms. */
export const newRevision = (now: number) => ({
  revisionId: randomUUID(),
  lastModified: new Date(now).toISOString().replace('Z', '+0000'),
});

/** The function as the API answers it. */
export function describeFunction(record: FunctionRecord) {
  return {
    FunctionName: record.name,
    FunctionArn: record.arn,
    Runtime: record.runtime,
    Role: record.role,
    Handler: record.handler,
    CodeSize: record.codeSize,
    Description: record.description,
    Timeout: record.timeout,
    MemorySize: record.memorySize,
    LastModified: record.lastModified,
    CodeSha256: record.codeSha256,
    Version: '$LATEST',
    Environment: { Variables: record.environment },
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: record.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: record.architectures,
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${record.name}` },
  };
}
