import { generateKeyPairSync } from 'node:crypto';
import type { GitHubAppOptions } from '#local/github/app/github-app.ts';

/** The key pair of an App: the private half as GitHub gives it to download. */
export function appKeys(): { privateKey: string; publicKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** What docs/install.md has an App be granted. */
export const GRANTED: GitHubAppOptions['permissions'] = {
  metadata: 'read',
  contents: 'read',
  checks: 'read',
  statuses: 'write',
  deployments: 'write',
};

/** An App as GitHub knows it, and the text of the secret in which Bakewatch keeps it. */
export function anApp(appId = '123456'): GitHubAppOptions & { secret: string } {
  const { privateKey, publicKey } = appKeys();
  return { appId, publicKey, permissions: GRANTED, secret: JSON.stringify({ appId: Number(appId), privateKey }) };
}
