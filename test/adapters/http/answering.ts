import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answered {
  status: number;
  body?: object;
  location?: string;
}

/** A server that gives these answers one after the other, and remembers what it was asked and with which token. */
export async function answering(answers: Answered[]) {
  const asked: { url: string | undefined; token: string | undefined }[] = [];
  const server = createServer(({ url, headers }, response) => {
    asked.push({ url, token: headers.authorization ?? (headers['private-token'] as string | undefined) });
    const { status, body = {}, location } = answers[asked.length - 1] ?? { status: 500 };
    response.writeHead(status, { 'content-type': 'application/json', ...(location ? { location } : {}) });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
