import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { WebhookRequest } from './receive-webhook.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A function URL's event (payload format 2.0) as the use case takes it: the body becomes the bytes that were sent. */
export function toRequest(event: APIGatewayProxyEventV2): WebhookRequest {
  return {
    method: event.requestContext.http.method,
    headers: event.headers,
    body: bytesOf(event.body ?? '', event.isBase64Encoded),
  };
}

function bytesOf(body: string, isBase64Encoded: boolean): Uint8Array | undefined {
  if (!isBase64Encoded) return Buffer.from(body, 'utf8');
  return BASE64.test(body) ? Buffer.from(body, 'base64') : undefined;
}
