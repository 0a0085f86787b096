import type { IncomingMessage } from 'node:http';
import { signedCaller } from '#local/http/http-service.ts';
import type { Principal } from './authorize.ts';

/**
 * Who signed a request, by the access key: a function (local/lambda/function-environment.ts), or whoever assumed a role
 * (local/sts/assume-role.ts). Undefined for everybody else.
 */
export function callerOf(request: IncomingMessage): Principal | undefined {
  const [, how, name] = /^(lambda|assumed)-(.+)$/.exec(signedCaller(request)) ?? [];
  return name === undefined ? undefined : { kind: how === 'lambda' ? 'function' : 'role', name };
}
