import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { close, listen } from '#local/http/endpoint.ts';
import { readBody } from '#local/http/read-body.ts';

export interface ReceivedHook {
  headers: IncomingHttpHeaders;
  raw: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: a webhook's payload, read by the assertions of the tests.
  payload: any;
}

export interface WebhookReceiver {
  url: string;
  received: ReceivedHook[];
  /** What it answers from now on. */
  answers(status: number, body: string): void;
  close(): Promise<void>;
}

/** A server that keeps what webhooks bring. Port 0 takes any free one. */
export async function webhookReceiver(port = 0): Promise<WebhookReceiver> {
  const received: ReceivedHook[] = [];
  let answer = { status: 202, body: JSON.stringify({ message: 'bakewatch: hello#2 accepted' }) };
  const server = createServer(async (request, response) => {
    const raw = await readBody(request);
    received.push({ headers: request.headers, raw, payload: JSON.parse(raw.toString('utf8')) });
    response.writeHead(answer.status).end(answer.body);
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    received,
    answers: (status, body) => {
      answer = { status, body };
    },
    close: () => close(server),
  };
}
