import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpService, signedService } from '#local/http/http-service.ts';
import { AwsError } from '#local/http/json-service.ts';
import { readBody } from '#local/http/read-body.ts';
import type { Clock } from '#local/time/clock.ts';
import { assumeRole, type KnownRoles } from './assume-role.ts';
import { callerIdentity } from './caller-identity.ts';
import { errorXml, resultXml, type XmlTree } from './query-xml.ts';

export interface StsOptions {
  clock: Clock;
  /** Roles that ask for an external id; every other one may be assumed by everybody, as nobody is asked whether the caller may. */
  roles?: KnownRoles;
}

/** Security Token Service: AssumeRole and GetCallerIdentity, in the query protocol that AWS's own clients speak to it. */
export function createSts({ clock, roles = {} }: StsOptions): { service: HttpService } {
  const operations = new WeakMap<IncomingMessage, string>();
  const perform = (action: string, input: URLSearchParams, request: IncomingMessage): XmlTree => {
    if (action === 'AssumeRole') return assumeRole(input, roles, clock.now());
    if (action === 'GetCallerIdentity') return callerIdentity(request);
    const message = `The operation sts:${action} is not known here. AWS on one machine does not have it.`;
    throw new AwsError('InvalidAction', message);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const input = new URLSearchParams((await readBody(request)).toString('utf8'));
      const action = input.get('Action') ?? '';
      operations.set(request, action);
      send(response, 200, resultXml(action, perform(action, input, request)));
    } catch (error) {
      const { name, message } = error as Error;
      send(response, name === 'AccessDenied' ? 403 : 400, errorXml(name, message));
    }
  };
  const service: HttpService = {
    name: 'sts',
    matches: (request) => signedService(request) === 'sts',
    handle: answer,
    operationOf: (request) => operations.get(request) ?? '',
  };
  return { service };
}

const send = (response: ServerResponse, status: number, xml: string): void =>
  void response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
