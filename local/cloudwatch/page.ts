import * as cw from '@aws-sdk/client-cloudwatch';

export interface Page<T> {
  items: T[];
  nextToken?: string;
}

/** Cuts `size` items out of `all`, starting where `token` says. Throws InvalidNextToken's error for a token of someone else. */
export function page<T>(all: T[], size: number, token: string | undefined): Page<T> {
  const from = token === undefined ? 0 : readToken(token);
  const items = all.slice(from, from + size);
  return from + size < all.length ? { items, nextToken: writeToken(from + size) } : { items };
}

export const writeToken = (offset: number): string => Buffer.from(`from:${offset}`).toString('base64url');

export function readToken(token: string): number {
  const offset = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (offset === undefined) throw new cw.InvalidNextToken({ message: 'The NextToken is not valid.', $metadata: {} });
  return Number(offset);
}
