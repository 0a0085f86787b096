import { Buffer } from 'node:buffer';

const PREFIX = 'AQ';

export interface TokenAddress {
  executionArn: string;
  frameId: string;
}

/** A task token names its frame, so that no table of tokens has to be kept; the key makes each attempt's token different. */
export function newToken(executionArn: string, frameId: string, key: string): string {
  return PREFIX + Buffer.from(JSON.stringify([executionArn, frameId, key])).toString('base64url');
}

/** Which frame a token belongs to, or undefined when it was not made here. */
export function readToken(token: string): TokenAddress | undefined {
  if (!token.startsWith(PREFIX)) return undefined;
  try {
    const [executionArn, frameId] = JSON.parse(Buffer.from(token.slice(PREFIX.length), 'base64url').toString());
    return typeof executionArn === 'string' && typeof frameId === 'string' ? { executionArn, frameId } : undefined;
  } catch {
    return undefined;
  }
}
