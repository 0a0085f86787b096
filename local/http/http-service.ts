import type { IncomingMessage, ServerResponse } from 'node:http';

/** One AWS service behind the shared endpoint. The first whose `matches` says yes answers the request. */
export interface HttpService {
  name: string;
  matches(request: IncomingMessage): boolean;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
  /** What a request that was answered had asked for, where no header says so. */
  operationOf?(request: IncomingMessage): string;
}

/** One API call as the endpoint saw it, for counting and for proving least privilege. */
export interface ApiCall {
  service: string;
  operation: string;
  status: number;
  /** The access key the caller signed with: says which function made the call. */
  caller: string;
}

/** The access key of a SigV4 `Authorization` header, or '' when unsigned. */
export function signedCaller(request: IncomingMessage): string {
  return credentialScope(request)[0] ?? '';
}

/** The service a request is signed for, or '' when unsigned. */
export function signedService(request: IncomingMessage): string {
  return credentialScope(request)[3] ?? '';
}

function credentialScope(request: IncomingMessage): string[] {
  return /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1]?.split('/') ?? [];
}
