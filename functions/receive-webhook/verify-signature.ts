import { verifyHmac } from '#functions/steps/edge/verify-hmac.ts';

/**
 * Is this GitHub's signature over exactly these bytes, by one of the secrets? Library helpers take the body as text, which
 * changes bytes that are not UTF-8: hence our own (docs/adr/0004).
 */
export const verifySignature = (secrets: string[], body: Uint8Array, header: string | undefined): boolean =>
  verifyHmac(secrets, [body], header, 'sha256=');
