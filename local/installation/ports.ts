import { createServer } from 'node:net';
import { UserError } from './user-error.ts';

export interface Ports {
  aws: number;
  console: number;
  staging: number;
  production: number;
}

export const DEFAULT_PORT = 4600;

/** Four ports in a row, beginning with `first`. */
export function portsFrom(first: number): Ports {
  if (!Number.isInteger(first) || first < 1_024 || first > 65_532) {
    throw new UserError(`--port must be a number between 1024 and 65532; four ports in a row from there are used.`);
  }
  return { aws: first, console: first + 1, staging: first + 2, production: first + 3 };
}

/** The first of four ports in a row, from `from` on, that nobody listens on now. */
export async function freePorts(from: number): Promise<number> {
  for (let first = from; first < from + 400; first += 4) {
    const free = await Promise.all([0, 1, 2, 3].map((offset) => isFree(first + offset)));
    if (free.every(Boolean)) return first;
  }
  throw new UserError(`No four free ports in a row were found from ${from} on.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
