import { createServer } from 'node:net';

/** A TCP port that nobody listens on and that is not in `promised`; it is added there, until the caller takes it out. */
export async function freePort(promised: Set<number>): Promise<number> {
  for (;;) {
    const port = await anyPort();
    if (!promised.has(port)) {
      promised.add(port);
      return port;
    }
  }
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
