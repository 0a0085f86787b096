import { verify } from 'node:crypto';

const LONGEST_S = 600;

interface Claims {
  iat?: unknown;
  exp?: unknown;
  iss?: unknown;
}

/** Is it a token that this App signed (RS256), which is valid now and not for longer than GitHub takes? `now` is epoch ms. */
export function verifyJwt(
  token: string,
  { appId, publicKey, now }: { appId: string; publicKey: string; now: number },
): boolean {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || (read(header) as { alg?: unknown })?.alg !== 'RS256') return false;
  if (!verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url')))
    return false;
  const { iat, exp, iss } = read(payload) as Claims;
  const at = now / 1_000;
  return String(iss) === appId && Number(iat) <= at && Number(exp) > at && Number(exp) <= at + LONGEST_S;
}

function read(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return {};
  }
}
