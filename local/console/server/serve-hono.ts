import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Hono } from 'hono';

/** A node server in front of an app that speaks Fetch. Only GET and HEAD come through, so no request has a body. */
export function serveHono(app: Hono): Server {
  return createServer((request, response) => {
    answer(app, request, response).catch((error: Error) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(error.message);
    });
  });
}

async function answer(app: Hono, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET';
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const url = new URL(`http://console.invalid${request.url ?? '/'}`);
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const answered = await app.fetch(new Request(url, { method, headers, signal: gone.signal }));
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (!answered.body || method === 'HEAD') {
    response.end();
    return;
  }
  // A reader that leaves in the middle of a stream is no error.
  await pipeline(Readable.fromWeb(answered.body as never), response).catch(() => undefined);
}
