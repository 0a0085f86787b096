import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { ask } from '#adapters/http/ask.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

it('gives status and body of that very URL', async () => {
  const url = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end('moved'));
  expect(await ask(url, 5_000)).toEqual({ status: 302, body: 'moved' });
});

it('reads no more than 64 KB of an answer that never ends', async () => {
  const url = await serve((_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', more);
    more();
  });
  const { body } = await ask(url, 5_000);
  expect(body).toHaveLength(65_536);
});

it('throws when there is no answer in time', async () => {
  const url = await serve(() => undefined);
  await expect(ask(url, 50)).rejects.toThrow();
});
