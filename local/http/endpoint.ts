import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiCall, type HttpService, signedCaller } from './http-service.ts';

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
): Promise<Endpoint> {
  const server = createServer((request, response) => route(services, request, response, onCall));
  await listen(server, port);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

function route(
  services: HttpService[],
  request: IncomingMessage,
  response: ServerResponse,
  onCall: ((call: ApiCall) => void) | undefined,
): void {
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
      operation: String(request.headers['x-amz-target'] ?? request.url).replace(/^.*\./, ''),
      status: response.statusCode,
      caller: signedCaller(request),
    });
  });
  Promise.resolve(service.handle(request, response)).catch((error: Error) => response.destroy(error));
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
