import { validationException } from '../refusals.ts';

/** Cuts a page out of `all`: at most `Limit` (1 to 100) from where `NextToken` says. */
export function page<T>(
  all: T[],
  { Limit = 100, NextToken }: { Limit?: number | undefined; NextToken?: string | undefined },
) {
  if (Limit < 1 || Limit > 100) throw validationException('Limit must be between 1 and 100.');
  const from = NextToken === undefined ? 0 : readToken(NextToken);
  const items = all.slice(from, from + Limit);
  const more = from + Limit < all.length;
  return { items, next: more ? { NextToken: Buffer.from(`from:${from + Limit}`).toString('base64url') } : {} };
}

function readToken(token: string): number {
  const offset = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (offset === undefined) throw validationException('The NextToken is not valid.');
  return Number(offset);
}
