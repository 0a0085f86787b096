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
