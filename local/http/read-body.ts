import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

const read = new WeakMap<IncomingMessage, Promise<Buffer>>();

/**
 * The whole body, unzipped when the client compressed it (the SDK does so for large PutMetricData calls). It comes once over the
 * wire, and is kept for everybody who asks for it.
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  const body = read.get(request) ?? receive(request);
  read.set(request, body);
  return body;
}

async function receive(request: IncomingMessage, limit = 16 * 1024 * 1024): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > limit) throw new RangeError(`The request body is larger than ${limit} bytes.`);
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}
