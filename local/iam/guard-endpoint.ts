import type { Guard } from '#local/http/endpoint.ts';
import type { Facts } from './asks/ask.ts';
import type { Authorize } from './authorize.ts';
import { callerOf } from './caller-of.ts';
import { parseCall } from './parse-call.ts';
import { refuse } from './refuse.ts';

/** Asks about every call of a function, under its own role or one that it has assumed, before its service sees it. Nobody else is asked about. */
export function guardEndpoint(authorize: Authorize, facts: Facts): Guard {
  return async (service, request, response) => {
    const caller = callerOf(request);
    if (!caller) return false;
    const refusal = authorize(caller, await parseCall(service, request), facts);
    if (refusal) refuse(service, request, response, refusal);
    return refusal !== undefined;
  };
}
