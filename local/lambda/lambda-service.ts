import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpService } from '#local/http/http-service.ts';
import { AwsError } from '#local/http/json-service.ts';
import { readBody } from '#local/http/read-body.ts';
import type { Mappings } from './event-source-mappings.ts';
import { type FunctionContext, findFunction } from './function-operations.ts';
import { answerUrl, isUrlRequest, type UrlContext } from './function-url.ts';
import { type InvokeContext, invokeOperation } from './invoke-operation.ts';
import { invalidParameter, lambdaStatus } from './lambda-error.ts';
import { type Call, routes } from './lambda-routes.ts';

export interface ServiceContext extends FunctionContext, UrlContext, InvokeContext {
  mappings: Mappings;
}

/** Paths of Lambda's REST API begin with the date of its version. */
const API_PATH = /^\/20\d\d-\d\d-\d\d\/(functions|event-source-mappings)\b/;
const INVOKE_PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Lambda's API and the function URLs, by path. */
export function lambdaService(context: ServiceContext): HttpService {
  return {
    name: 'lambda',
    matches: (request) => isUrlRequest(request) || API_PATH.test(request.url ?? ''),
    async handle(request, response) {
      if (isUrlRequest(request)) return await answerUrl(context, request, response);
      try {
        await answer(context, request, response);
      } catch (thrown) {
        sendError(response, thrown as AwsError);
      }
    },
  };
}

async function answer(context: ServiceContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://lambda');
  const body = await readBody(request);
  const invoked = INVOKE_PATH.exec(pathname)?.[1];
  if (request.method === 'POST' && invoked !== undefined) {
    refuseQualifier(searchParams);
    return await invokeOperation(context, findFunction(context, decodeURIComponent(invoked)), request, body, response);
  }
  for (const { method, path, status, queries = [], run } of routes) {
    const match = method === request.method ? path.exec(pathname) : null;
    if (!match) continue;
    const stray = [...searchParams.keys()].find((name) => !queries.includes(name));
    if (stray) throw invalidParameter(`The parameter ${stray} is not supported here`);
    const call: Call = { id: decodeURIComponent(match[1] ?? ''), input: parse(body), query: searchParams };
    const output = run(context, call);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(output === undefined ? undefined : JSON.stringify(output));
    return;
  }
  throw new AwsError(
    'UnknownOperationException',
    `The operation lambda:${request.method} ${pathname} is not known here.`,
  );
}

function refuseQualifier(query: URLSearchParams): void {
  const qualifier = query.get('Qualifier') ?? '$LATEST';
  if (qualifier !== '$LATEST') throw invalidParameter(`Qualifier is supported here only as $LATEST, not ${qualifier}`);
}

function parse(body: Buffer): object {
  try {
    const input: unknown = body.length > 0 ? JSON.parse(body.toString('utf8')) : {};
    if (typeof input === 'object' && input !== null) return input;
  } catch {
    // Answered below, like every other body that is no JSON object.
  }
  throw new AwsError('InvalidRequestContentException', 'The body is not a JSON object');
}

function sendError(response: ServerResponse, thrown: AwsError): void {
  const error = thrown.$fault
    ? thrown
    : new AwsError('ServiceException', `The local service failed: ${thrown.message}`, 'server');
  if (error !== thrown) console.error(thrown);
  response.writeHead(lambdaStatus(error), { 'content-type': 'application/json', 'x-amzn-errortype': error.name }).end(
    JSON.stringify({
      Type: error.$fault === 'client' ? 'User' : 'Service',
      Message: error.message,
      message: error.message,
    }),
  );
}
