import { createHmac, timingSafeEqual } from 'node:crypto';

const DIGITS = /^[0-9a-f]{64}$/;

/**
 * Is the header `prefix` and then, in lower-case hexadecimal digits, the HMAC-SHA256 of exactly these bytes by one of the
 * secrets? `signed` are its parts, one behind the other. The same work is done whatever the header looks like, and the
 * comparison takes the same time wherever it differs.
 */
export function verifyHmac(
  secrets: string[],
  signed: readonly Uint8Array[],
  header: string | undefined,
  prefix: string,
): boolean {
  const digits = header?.startsWith(prefix) ? header.slice(prefix.length) : '';
  const isWellFormed = DIGITS.test(digits);
  const given = Buffer.from(isWellFormed ? digits : '0'.repeat(64), 'hex');
  const matches = secrets.map((secret) => secret !== '' && timingSafeEqual(digestOf(secret, signed), given));
  return isWellFormed && matches.includes(true);
}

function digestOf(secret: string, signed: readonly Uint8Array[]): Buffer {
  const hmac = createHmac('sha256', secret);
  for (const part of signed) hmac.update(part);
  return hmac.digest();
}
