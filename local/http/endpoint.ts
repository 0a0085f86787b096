import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiCall, type HttpService, signedCaller } from './http-service.ts';

/** Looks at a request before its service does. True when it has answered it itself: the service then never sees it. */
export type Guard = (service: string, request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface Endpoint {
  url: string;
  close(): Promise<void>;
}

/**
 * One HTTP server on 127.0.0.1 for all services: what `AWS_ENDPOINT_URL` points at.
 * Rejects with Node's `EADDRINUSE` error when the port is taken. Port 0 takes any free one.
 */
export async function startEndpoint(
  port: number,
  services: HttpService[],
  onCall?: (call: ApiCall) => void,
  guard?: Guard,
): Promise<Endpoint> {
  const server = createServer((request, response) => route(services, request, response, onCall, guard));
  await listen(server, port);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

function route(
  services: HttpService[],
  request: IncomingMessage,
  response: ServerResponse,
  onCall: ((call: ApiCall) => void) | undefined,
  guard: Guard | undefined,
): void {
  if (isFromBrowser(request)) {
    response.writeHead(403, { 'content-type': 'text/plain' }).end('AWS on one machine does not answer web pages.\n');
    return;
  }
  const service = services.find((candidate) => candidate.matches(request));
  if (!service) {
    const message = `No service here answers ${request.method} ${request.url} (${request.headers['x-amz-target'] ?? 'no target'}).`;
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: 'UnknownOperationException', message }));
    return;
  }
  response.on('finish', () => {
    onCall?.({
      service: service.name,
      operation:
        service.operationOf?.(request) ?? String(request.headers['x-amz-target'] ?? request.url).replace(/^.*\./, ''),
      status: response.statusCode,
      caller: signedCaller(request),
    });
  });
  const handle = async (): Promise<void> => {
    if (guard && (await guard(service.name, request, response))) return;
    await service.handle(request, response);
  };
  handle().catch((error: Error) => response.destroy(error));
}

/**
 * A page on the web can make a browser on this machine send requests here, or point a name of its own at 127.0.0.1. AWS's
 * clients send no Origin and name the address: whatever does otherwise is refused. Reading (GET) a log by a link is allowed.
 */
function isFromBrowser({ headers, method }: IncomingMessage): boolean {
  const host = headers.host?.replace(/:\d+$/, '');
  const isLocal = host === undefined || host === '127.0.0.1' || host === 'localhost' || host === '[::1]';
  return !isLocal || (method !== 'GET' && (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined));
}

export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
