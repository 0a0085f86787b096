import { createServer } from 'node:net';
import { UserError } from './user-error.ts';

export interface Ports {
  aws: number;
  console: number;
  staging: number;
  production: number;
}

export const DEFAULT_PORT = 4600;

/** Browsers and fetch refuse to talk to these, whoever listens there. https://fetch.spec.whatwg.org/#port-blocking */
const REFUSED = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

const row = (first: number): number[] => [0, 1, 2, 3].map((offset) => first + offset);

/** Four ports in a row, beginning with `first`. */
export function portsFrom(first: number): Ports {
  if (!Number.isInteger(first) || first < 1_024 || first > 65_532) {
    throw new UserError(`--port must be a number between 1024 and 65532; four ports in a row from there are used.`);
  }
  const refused = row(first).find((port) => REFUSED.has(port));
  if (refused)
    throw new UserError(`Browsers do not talk to port ${refused}: choose four ports in a row without it, with --port.`);
  return { aws: first, console: first + 1, staging: first + 2, production: first + 3 };
}

/** The first of four ports in a row, from `from` on, that nobody listens on now. */
export async function freePorts(from: number): Promise<number> {
  for (let first = from; first < from + 400; first += 4) {
    if (row(first).some((port) => REFUSED.has(port))) continue;
    const free = await Promise.all(row(first).map(isFree));
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
