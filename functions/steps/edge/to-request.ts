import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { EdgeRequest } from './edge-request.ts';

/** A function URL's event (payload format 2.0) as the use case takes it: the body becomes the bytes that were sent. */
export function toRequest(event: APIGatewayProxyEventV2): EdgeRequest {
  return {
    method: event.requestContext.http.method,
    headers: lowerCased(event.headers),
    body: bytesOf(event.body ?? '', event.isBase64Encoded),
  };
}

/** A header that is there in two spellings has two values, and is joined as HTTP joins them: two signatures are none. */
function lowerCased(headers: APIGatewayProxyEventV2['headers']): Record<string, string | undefined> {
  const lower = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    const known = lower.get(key);
    if (value !== undefined) lower.set(key, known === undefined ? value : `${known},${value}`);
  }
  return Object.fromEntries(lower);
}

/** Encoding it again is the check: it takes long bodies, and refuses what has two spellings. */
function bytesOf(body: string, isBase64Encoded: boolean): Uint8Array | undefined {
  if (!isBase64Encoded) return Buffer.from(body, 'utf8');
  const bytes = Buffer.from(body, 'base64');
  return bytes.toString('base64') === body ? bytes : undefined;
}
