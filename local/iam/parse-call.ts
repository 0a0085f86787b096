import type { IncomingMessage } from 'node:http';
import { readBody } from '#local/http/read-body.ts';
import { type Input, record, type ServiceCall } from './service-call.ts';

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Which operation a request asks of a service: by its target, by a form in the query protocol, or by its path in REST. */
export async function parseCall(service: string, request: IncomingMessage): Promise<ServiceCall> {
  const target = request.headers['x-amz-target'];
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return { service, ...parseForm(await readBody(request)) };
  if (typeof target !== 'string') return { service, ...parsePath(request) };
  return { service, operation: target.slice(target.lastIndexOf('.') + 1), input: parseInput(await readBody(request)) };
}

function parseForm(body: Buffer): Omit<ServiceCall, 'service'> {
  const { Action: operation = '', ...input } = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  return { operation, input };
}

function parsePath({ method, url = '' }: IncomingMessage): Omit<ServiceCall, 'service'> {
  const { pathname, searchParams } = new URL(url, 'http://aws');
  const invoked = method === 'POST' ? INVOKE.exec(pathname)?.[1] : undefined;
  if (invoked === undefined) return { operation: `${method} ${pathname}`, input: {} };
  const qualifier = searchParams.get('Qualifier');
  return {
    operation: 'Invoke',
    input: { FunctionName: decodeURIComponent(invoked), ...(qualifier === null ? {} : { Qualifier: qualifier }) },
  };
}

/** What is no JSON object is refused by the service; IAM is asked about a call without parameters. */
function parseInput(body: Buffer): Input {
  try {
    return record(JSON.parse(body.toString('utf8') || '{}'));
  } catch {
    return {};
  }
}
