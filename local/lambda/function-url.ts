import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AwsError } from '#local/http/json-service.ts';
import type { Clock } from '#local/time/clock.ts';
import type { FunctionRecord, Outcome } from './function-record.ts';
import { invalidParameter, lambdaStatus, notFound, supportOnly } from './lambda-error.ts';
import type { FunctionStore } from './lambda-store.ts';
import { urlEvent } from './url-event.ts';

export interface UrlContext {
  clock: Clock;
  endpointUrl: () => string;
  functions: FunctionStore;
  run(record: FunctionRecord, id: string, payload: string): Promise<Outcome>;
}

const PREFIX = '/lambda-url/';
const MAX_BYTES = 6 * 1024 * 1024;

export const isUrlRequest = (request: IncomingMessage): boolean => request.url?.startsWith(PREFIX) ?? false;

/** CreateFunctionUrlConfig: open to everyone on this machine, as `AuthType: NONE` is to everyone on the internet. */
export function createUrl({ functions, clock, endpointUrl }: UrlContext, record: FunctionRecord, input: object) {
  supportOnly(input, ['AuthType', 'InvokeMode']);
  const { AuthType, InvokeMode = 'BUFFERED' } = input as { AuthType?: string; InvokeMode?: string };
  if (AuthType !== 'NONE') throw invalidParameter('AuthType is supported here only as NONE');
  if (InvokeMode !== 'BUFFERED') throw invalidParameter('InvokeMode is supported here only as BUFFERED');
  const changed = { ...record, urlCreatedAt: record.urlCreatedAt ?? new Date(clock.now()).toISOString() };
  functions.save(changed);
  return describeUrl({ endpointUrl }, changed);
}

export function describeUrl({ endpointUrl }: Pick<UrlContext, 'endpointUrl'>, record: FunctionRecord) {
  if (record.urlCreatedAt === undefined) throw notFound('The resource you requested does not exist.');
  return {
    FunctionUrl: `${endpointUrl()}${PREFIX}${record.name}/`,
    FunctionArn: record.arn,
    AuthType: 'NONE',
    InvokeMode: 'BUFFERED',
    CreationTime: record.urlCreatedAt,
    LastModifiedTime: record.urlCreatedAt,
  };
}

/** Answers a request to a function's URL with what the function says to it. */
export async function answerUrl(
  context: UrlContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, name = '', path = '/'] = /^\/lambda-url\/([^/?]+)(.*)$/.exec(request.url ?? '') ?? [];
  const record = context.functions.find(name);
  if (record?.urlCreatedAt === undefined) return send(response, 404, { Message: `No function URL here: ${name}` });
  const body = await readRaw(request);
  if (!body) return send(response, 413, { message: 'Request Too Long' });
  const requestId = randomUUID();
  const event = urlEvent(request, path.startsWith('/') ? path : `/${path}`, body, requestId, context.clock);
  response.setHeader('x-amzn-requestid', requestId);
  try {
    const outcome = await context.run(record, requestId, JSON.stringify(event));
    if ('functionError' in outcome) response.writeHead(502).end('Internal Server Error');
    else respond(response, JSON.parse(outcome.payload));
  } catch (error) {
    const { message } = error as AwsError;
    send(response, lambdaStatus(error as AwsError), {
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      Type: 'User',
      message,
    });
  }
}

interface UrlResponse {
  statusCode: number;
  headers?: Record<string, string | number | boolean>;
  cookies?: string[];
  body?: unknown;
  isBase64Encoded?: boolean;
}

function respond(response: ServerResponse, result: unknown): void {
  if (!isUrlResponse(result)) {
    send(response, 200, result);
    return;
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  response.setHeader('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(statusCode).end(isBase64Encoded ? Buffer.from(text, 'base64') : text);
}

const isUrlResponse = (result: unknown): result is UrlResponse =>
  typeof result === 'object' && result !== null && 'statusCode' in result && Number.isInteger(result.statusCode);

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The bytes as they were sent (signatures are over them), or undefined when there are more than Lambda takes. */
async function readRaw(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= MAX_BYTES) chunks.push(chunk as Buffer);
  }
  return size <= MAX_BYTES ? Buffer.concat(chunks) : undefined;
}
