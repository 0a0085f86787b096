import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Hono } from 'hono';

/** More than the longest order needs. */
const LARGEST_BODY = 16 * 1_024;

/** A node server in front of an app that speaks Fetch. Only GET, HEAD and POST come through. */
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
  if (!['GET', 'HEAD', 'POST'].includes(method)) {
    response.writeHead(405, { allow: 'GET, HEAD, POST' }).end();
    return;
  }
  const body = method === 'POST' ? await receive(request) : null;
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const url = new URL(`http://console.invalid${request.url ?? '/'}`);
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const answered = await app.fetch(new Request(url, { method, headers, body, signal: gone.signal }));
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (!answered.body || method === 'HEAD') {
    response.end();
    return;
  }
  // A reader that leaves in the middle of a stream is no error.
  await pipeline(Readable.fromWeb(answered.body as never), response).catch(() => undefined);
}

/** The whole body; undefined when it is larger than anything that is meant. */
async function receive(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
