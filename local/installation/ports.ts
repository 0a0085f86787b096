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
