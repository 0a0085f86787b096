import { sign } from 'node:crypto';
import type { GitHubApp } from './parse-github-secret.ts';

/** GitHub's clock may be behind ours. */
const EARLIER_S = 60;
/** GitHub takes ten minutes from its own now. */
const VALID_S = 9 * 60;

/**
 * What an App introduces itself with: a JSON Web Token, signed with its private key (RS256). `now` is epoch ms.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export function appJwt({ appId, privateKey }: GitHubApp, now: number): string {
  const at = Math.floor(now / 1_000);
  const signed = [
    { alg: 'RS256', typ: 'JWT' },
    { iat: at - EARLIER_S, exp: at + VALID_S, iss: appId },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
}
