const REFUSED = new Set([
  'AccessDeniedException',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'InvalidSignatureException',
]);

/** AWS answered that these credentials may not: asking again does not help. */
export const isRefused = (error: unknown): boolean => REFUSED.has((error as Error).name);
