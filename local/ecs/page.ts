import { invalidParameter } from './errors.ts';

/** One page of a list. The token is the place to go on at. Throws InvalidParameterException for sizes outside 1..100 and foreign tokens. */
export function page<T>(
  items: T[],
  { maxResults = 100, nextToken }: { maxResults?: number | undefined; nextToken?: string | undefined },
): { items: T[]; nextToken?: string } {
  const start = Number(nextToken ?? 0);
  if (!Number.isInteger(start)) throw invalidParameter('Invalid token.');
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > 100) {
    throw invalidParameter('maxResults must be between 1 and 100.');
  }
  const end = start + maxResults;
  return { items: items.slice(start, end), ...(end < items.length ? { nextToken: String(end) } : {}) };
}
