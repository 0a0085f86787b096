import { createHmac, timingSafeEqual } from 'node:crypto';

const SIGNATURE = /^sha256=[0-9a-f]{64}$/;

/**
 * Is this GitHub's signature over exactly these bytes, by one of the secrets? The same work is done whatever the header
 * looks like, and the comparison takes the same time wherever it differs. Library helpers take the body as text, which
 * changes bytes that are not UTF-8: hence our own (docs/adr/0004).
 */
export function verifySignature(secrets: string[], body: Uint8Array, header: string | undefined): boolean {
  const given = Buffer.from(header !== undefined && SIGNATURE.test(header) ? header.slice(7) : '0'.repeat(64), 'hex');
  const matches = secrets.map(
    (secret) => secret !== '' && timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given),
  );
  return header !== undefined && SIGNATURE.test(header) && matches.includes(true);
}
