import type { ServerResponse } from 'node:http';

/** What a route answers: JSON, or plain text for people. */
export interface Answer {
  status: number;
  body: object | string;
  headers?: Record<string, string>;
}

export function failure(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) } };
}

export const notFound: Answer = failure(404, 'Not Found');

export const noCommit = (ref: string): Answer => failure(422, `No commit found for SHA: ${ref}`);

export function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const isText = typeof body === 'string';
  response
    .writeHead(status, {
      'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      ...headers,
    })
    .end(isText ? body : JSON.stringify(body));
}
