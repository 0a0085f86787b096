import type { IncomingMessage, ServerResponse } from 'node:http';
import { JsonCodec2 } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import type { HttpService } from './http-service.ts';
import { readBody } from './read-body.ts';

// biome-ignore lint/suspicious/noExplicitAny: an operation's types are those of the SDK's command, stated by each service.
type Operation = (input: any) => Promise<object | undefined> | object | undefined;

export interface JsonServiceDefinition {
  /** Short name, as in the credential scope of a signature: `ecs`, `states`, `monitoring`. */
  name: string;
  /** What stands before the dot in `X-Amz-Target`: `AmazonEC2ContainerServiceV20141113`. */
  target: string;
  /** The SDK's client module: its exported schemas (`DescribeServices$`) (de)serialise the bodies, its exceptions are thrown. */
  sdk: object;
  operations: Record<string, Operation>;
}

/** The error AWS sends for anything that is not an exception of the service's own model. */
export class AwsError extends Error {
  readonly $fault: 'client' | 'server';
  constructor(name: string, message: string, fault: 'client' | 'server' = 'client') {
    super(message);
    this.name = name;
    this.$fault = fault;
  }
}

const codec = new JsonCodec2({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });
codec.setSerdeContext({
  base64Encoder: toBase64,
  base64Decoder: fromBase64,
  utf8Encoder: toUtf8,
  utf8Decoder: fromUtf8,
} as never);

/** Serves one awsJson service: typed input in, typed output out, AWS's own errors for everything else. */
export function jsonService(definition: JsonServiceDefinition): HttpService {
  const matches = (request: IncomingMessage): boolean => targetOf(request).startsWith(`${definition.target}.`);
  return { name: definition.name, matches, handle: (request, response) => answer(definition, request, response) };
}

async function answer(service: JsonServiceDefinition, request: IncomingMessage, response: ServerResponse) {
  const contentType = request.headers['content-type'] ?? 'application/x-amz-json-1.1';
  try {
    const operation = targetOf(request).slice(service.target.length + 1);
    const output = await call(service, operation, await readBody(request));
    response.writeHead(200, { 'content-type': contentType }).end(output);
  } catch (thrown) {
    const error = asAwsError(thrown);
    response
      .writeHead(error.$fault === 'client' ? 400 : 500, {
        'content-type': contentType,
        ...(request.headers['x-amzn-query-mode'] ? { 'x-amzn-query-error': `${error.name};Sender` } : {}),
      })
      .end(JSON.stringify({ ...error, __type: error.name, message: error.message }));
  }
}

async function call(service: JsonServiceDefinition, name: string, body: Buffer): Promise<Uint8Array | string> {
  const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  const schema = (service.sdk as Record<string, unknown>)[`${name}$`] as unknown[] | undefined;
  if (!(operation && schema)) throw unknownOperation(service, name, schema !== undefined);
  refuseUnknownParameters(NormalizedSchema.of(schema[4] as never), parse(body), '');
  const input = await codec
    .createDeserializer()
    .read(schema[4] as never, body.length > 0 ? body.toString('utf8') : '{}');
  const serializer = codec.createSerializer();
  serializer.write(schema[5] as never, (await operation(input)) ?? {});
  return serializer.flush() as Uint8Array;
}

function unknownOperation(service: JsonServiceDefinition, name: string, isAws: boolean): AwsError {
  const why = isAws ? ' AWS has it, AWS on one machine does not.' : '';
  return new AwsError('UnknownOperationException', `The operation ${service.name}:${name} is not known here.${why}`);
}

function parse(body: Buffer): unknown {
  try {
    return body.length > 0 ? JSON.parse(body.toString('utf8')) : {};
  } catch (cause) {
    throw new AwsError('SerializationException', `The body is not JSON: ${(cause as Error).message}`);
  }
}

/** A misspelt parameter must not be dropped in silence: it is refused with the names that exist there. */
function refuseUnknownParameters(schema: NormalizedSchema, value: unknown, path: string): void {
  for (const [key, item] of childrenOf(value)) {
    const member = memberSchema(schema, key, path);
    if (member && item !== null) refuseUnknownParameters(member, item, path ? `${path}.${key}` : key);
  }
}

const childrenOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

function memberSchema(schema: NormalizedSchema, key: string, path: string): NormalizedSchema | undefined {
  if (schema.isListSchema() || schema.isMapSchema()) return schema.getValueSchema();
  if (!schema.isStructSchema()) return undefined;
  const members = new Map(schema.structIterator());
  const member = members.get(key);
  if (!member) throw unknownParameter(path ? `${path}.${key}` : key, [...members.keys()]);
  return member;
}

function unknownParameter(path: string, known: string[]): AwsError {
  return new AwsError(
    'ValidationException',
    `Unknown parameter in input: "${path}", must be one of: ${known.join(', ')}`,
  );
}

const targetOf = (request: IncomingMessage): string => String(request.headers['x-amz-target'] ?? '');

function asAwsError(thrown: unknown): AwsError {
  const error = thrown as AwsError;
  if (error.$fault) return error;
  if (error instanceof RangeError) return new AwsError('RequestEntityTooLarge', error.message);
  console.error(thrown);
  return new AwsError('InternalFailure', `The local service failed: ${error.message}`, 'server');
}
