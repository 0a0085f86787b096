import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpService } from '#local/http/http-service.ts';
import { named } from './lambda.ts';

/** Asks a service of AWS on one machine in its own protocol, without a socket: sockets would bring real time in. */
export async function askInProcess(
  service: HttpService,
  target: string,
  input: object,
): Promise<Record<string, unknown>> {
  const body = Buffer.from(JSON.stringify(input));
  const request = {
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
    async *[Symbol.asyncIterator]() {
      yield body;
    },
  };
  let status = 0;
  let answer = '';
  const response = {
    writeHead(code: number) {
      status = code;
      return response;
    },
    end(text: Uint8Array | string) {
      answer = typeof text === 'string' ? text : new TextDecoder().decode(text);
    },
  };
  await service.handle(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  const parsed = JSON.parse(answer || '{}') as Record<string, unknown>;
  if (status === 200) return parsed;
  throw named(String(parsed['__type']), String(parsed['message']));
}
