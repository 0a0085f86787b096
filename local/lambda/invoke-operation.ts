import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '#local/http/json-service.ts';
import type { FunctionRecord, Outcome } from './function-record.ts';
import { invalidParameter, tooLarge } from './lambda-error.ts';

export interface InvokeContext {
  run(record: FunctionRecord, id: string, payload: string): Promise<Outcome>;
  invokeAsync(functionName: string, payload: unknown, id: string): void;
}

const UNSUPPORTED = ['x-amz-client-context', 'x-amz-durable-execution-name', 'x-amz-tenant-id'];
const SYNC_BYTES = 6 * 1024 * 1024;

/** Invoke: RequestResponse waits, Event accepts (202), DryRun only looks (204). */
export async function invokeOperation(
  context: InvokeContext,
  record: FunctionRecord,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const header = UNSUPPORTED.find((name) => request.headers[name] !== undefined);
  if (header) throw invalidParameter(`The header ${header} is not supported here`);
  if (request.headers['x-amz-log-type'] === 'Tail') throw invalidParameter('LogType is supported here only as None');
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const requestId = randomUUID();
  const payload = parsePayload(body);
  response.setHeader('x-amzn-requestid', requestId);
  if (type === 'DryRun') return void response.writeHead(204).end();
  if (type === 'Event') {
    context.invokeAsync(record.name, payload, requestId);
    return void response.writeHead(202).end();
  }
  if (type !== 'RequestResponse') throw invalidParameter(`InvocationType ${type} is not supported here`);
  const outcome = await context.run(record, requestId, JSON.stringify(payload));
  const failed = 'functionError' in outcome;
  response
    .writeHead(200, {
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      ...(failed ? { 'x-amz-function-error': 'Unhandled' } : {}),
    })
    .end(failed ? JSON.stringify(outcome.functionError) : outcome.payload);
}

function parsePayload(body: Buffer): unknown {
  if (body.length > SYNC_BYTES) throw tooLarge(SYNC_BYTES);
  try {
    return body.length > 0 ? JSON.parse(body.toString('utf8')) : {};
  } catch (cause) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(cause as Error).message}`,
    );
  }
}
