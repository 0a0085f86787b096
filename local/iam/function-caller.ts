import type { IncomingMessage } from 'node:http';
import { signedCaller } from '#local/http/http-service.ts';
import type { Principal } from './authorize.ts';

/** The function that signed a request, by its access key (local/lambda/function-environment.ts); undefined for everybody else. */
export function functionCaller(request: IncomingMessage): Principal | undefined {
  const [, name] = /^lambda-(.+)$/.exec(signedCaller(request)) ?? [];
  return name === undefined ? undefined : { kind: 'function', name };
}
