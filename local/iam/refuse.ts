import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorXml } from '#local/sts/query-xml.ts';
import type { Refusal } from './authorize.ts';

/**
 * Refuses a call as its service does: CloudWatch by the code of its old query protocol, Lambda by REST and STS in XML with 403, the
 * others in JSON with 400.
 */
export function refuse(
  service: string,
  { headers }: IncomingMessage,
  response: ServerResponse,
  { kind, message }: Refusal,
): void {
  const name = kind === 'unmapped' ? 'UnmappedCall' : accessDenied(service);
  if (service === 'sts') {
    response.writeHead(403, { 'content-type': 'text/xml' }).end(errorXml(name, message));
    return;
  }
  if (service === 'lambda') {
    response
      .writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': name })
      .end(JSON.stringify({ Message: message }));
    return;
  }
  response
    .writeHead(400, {
      'content-type': headers['content-type'] ?? 'application/x-amz-json-1.1',
      ...(headers['x-amzn-query-mode'] ? { 'x-amzn-query-error': `${name};Sender` } : {}),
    })
    .end(JSON.stringify({ __type: name, message, Message: message }));
}

/** What the SDK's clients make the error's name. */
const accessDenied = (service: string): string =>
  ['monitoring', 'sts'].includes(service) ? 'AccessDenied' : 'AccessDeniedException';
