import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import type { HttpService } from '#local/http/http-service.ts';
import { readBody } from '#local/http/read-body.ts';
import type { Input } from './dynalite-parts.ts';
import { dynamoError, isDynamoError } from './dynamo-error.ts';
import type { Operations } from './operations.ts';

const TARGET = 'DynamoDB_20120810.';

/** DynamoDB's JSON protocol over the operations: one POST per call, its name in `X-Amz-Target`. */
export function dynamoDbService(operations: Operations): HttpService {
  const target = (request: IncomingMessage): string => String(request.headers['x-amz-target'] ?? '');
  return {
    name: 'dynamodb',
    matches: (request) => target(request).startsWith(TARGET),
    async handle(request, response) {
      try {
        answer(response, 200, await call(operations, target(request).slice(TARGET.length), request));
      } catch (error) {
        if (isDynamoError(error)) return answer(response, error.statusCode, error.body);
        console.error(error);
        const message = `The local service failed: ${(error as Error).message}`;
        answer(response, 500, { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message });
      }
    },
  };
}

async function call(operations: Operations, name: string, request: IncomingMessage): Promise<object> {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  const body = await readBody(request);
  if (!operation) throw dynamoError('UnknownOperationException', `The operation dynamodb:${name} is not known here.`);
  return await operation(parse(body));
}

function parse(body: Buffer): Input {
  try {
    const input: unknown = JSON.parse(body.toString('utf8'));
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Input;
  } catch {
    // Answered below, like every other body that is no JSON object.
  }
  throw dynamoError('SerializationException', 'The body is not a JSON object');
}

function answer(response: ServerResponse, status: number, output: object): void {
  const body = JSON.stringify(output);
  response
    .writeHead(status, {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': randomUUID(),
      'x-amz-crc32': String(crc32(body)),
    })
    .end(body);
}
