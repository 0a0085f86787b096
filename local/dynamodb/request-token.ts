import { createHash } from 'node:crypto';
import type { Input, LevelStore } from './dynalite-parts.ts';
import { dynamoError, validationError } from './dynamo-error.ts';
import type { WriteBuffer } from './write-buffer.ts';

/** How long a ClientRequestToken makes a repeated TransactWriteItems a no-op (DynamoDB API reference). */
const VALID_MS = 10 * 60 * 1000;
const PREFIX = 'token~';

interface StoredToken {
  digest: string;
  /** Epoch ms. */
  expiresAt: number;
}

/**
 * Whether this very request was committed before under its token. Throws IdempotentParameterMismatchException when
 * another request was, ValidationException for a token of the wrong length.
 */
export async function isRepeated(db: LevelStore, input: Input, now: number): Promise<boolean> {
  const token = tokenOf(input);
  const stored = token === undefined ? undefined : ((await db.get(PREFIX + token)) as StoredToken | undefined);
  if (!stored || stored.expiresAt <= now) return false;
  if (stored.digest === digest(input)) return true;
  throw dynamoError(
    'IdempotentParameterMismatchException',
    'Request parameters do not match those of the earlier request with the same ClientRequestToken',
  );
}

/** Puts the token into the same batch as the transaction's writes. */
export function rememberToken(buffer: WriteBuffer, input: Input, now: number): void {
  const token = tokenOf(input);
  if (token !== undefined) buffer.put(PREFIX + token, { digest: digest(input), expiresAt: now + VALID_MS });
}

/** Deletes the tokens that are no longer valid at `now` (epoch ms). */
export async function forgetTokens(db: LevelStore, now: number): Promise<void> {
  const old: { type: 'del'; key: string }[] = [];
  for await (const [key, value] of db.iterator({ gte: PREFIX, lt: `${PREFIX}\xff` })) {
    if ((value as StoredToken).expiresAt <= now) old.push({ type: 'del', key });
  }
  if (old.length > 0) await db.batch(old);
}

function tokenOf(input: Input): string | undefined {
  const token = input['ClientRequestToken'];
  if (token === undefined || token === null) return undefined;
  if (typeof token === 'string' && token.length >= 1 && token.length <= 36) return token;
  throw validationError(
    "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length between 1 and 36",
  );
}

const digest = (input: Input): string =>
  createHash('sha256').update(JSON.stringify(input['TransactItems'])).digest('base64');
