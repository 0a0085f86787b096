import { Buffer } from 'node:buffer';
import * as sfn from '@aws-sdk/client-sfn';
import { validationError } from './errors.ts';

const DEFAULT_RESULTS = 100;
const MAX_RESULTS = 1000;

/** Entries per page: 0 and absent are AWS's default of 100. */
export function pageSize(maxResults: number | undefined): number {
  if (maxResults !== undefined && (maxResults < 0 || maxResults > MAX_RESULTS)) {
    const bound = maxResults < 0 ? 'greater than or equal to 0' : `less than or equal to ${MAX_RESULTS}`;
    throw validationError(
      `Value '${maxResults}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
    );
  }
  return maxResults || DEFAULT_RESULTS;
}

/** A token that continues the list `of` at `position`, and fits no other list. */
export const pageToken = (of: string, position: number): string =>
  Buffer.from(JSON.stringify([of, position])).toString('base64url');

/** The position in a token, or `first` without one. Throws InvalidToken for a token of another list. */
export function pagePosition(of: string, token: string | undefined, first: number): number {
  if (token === undefined) return first;
  const [list, position] = read(token);
  if (list === of && typeof position === 'number') return position;
  throw new sfn.InvalidToken({ message: `Invalid Token: 'Invalid token'`, $metadata: {} });
}

function read(token: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
