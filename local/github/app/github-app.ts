import { randomBytes } from 'node:crypto';
import { verifyJwt } from './verify-jwt.ts';

/** A GitHub App that is installed on every repository of this machine. */
export interface GitHubAppOptions {
  appId: string;
  /** PEM of the public half of its key. */
  publicKey: string;
  /** What its owner granted it, and whoever installed it accepted. */
  permissions: Record<string, 'read' | 'write'>;
}

/** Who asks: the App itself, or what one of its tokens lets do. */
export type Caller = 'app' | { repositoryIds: number[]; permissions: Record<string, string> };

export interface IssuedToken {
  token: string;
  expires_at: string;
  permissions: Record<string, string>;
}

/** What an App wants of a token: it may be narrower than the App, and never wider. */
export interface WantedToken {
  repository_ids?: number[];
  permissions?: Record<string, string>;
}

export interface GitHubApp {
  /** Undefined: the credentials are none of ours, or over. */
  caller(authorization: string | undefined): Caller | undefined;
  /** Undefined: more was wanted than there is. */
  issue(wanted: WantedToken, known: number[]): IssuedToken | undefined;
  /** Every token that was issued is over. */
  revokeTokens(): void;
  installationId: number;
}

const VALID_MS = 3_600_000;
const INSTALLATION = 101;

/** Introduces itself with a JSON Web Token, and has tokens for its installation. https://docs.github.com/en/rest/apps/apps */
export function createGitHubApp({ appId, publicKey, permissions }: GitHubAppOptions, now = Date.now): GitHubApp {
  const tokens = new Map<string, { until: number; repositoryIds: number[]; permissions: Record<string, string> }>();
  const isGranted = ([name, level]: [string, string]): boolean =>
    permissions[name] === level || permissions[name] === 'write';
  return {
    installationId: INSTALLATION,
    caller(authorization) {
      const [, presented = ''] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
      if (verifyJwt(presented, { appId, publicKey, now: now() })) return 'app';
      const known = tokens.get(presented);
      return known && now() < known.until ? known : undefined;
    },
    issue(wanted, known) {
      const repositoryIds = wanted.repository_ids ?? known;
      const asked = wanted.permissions ?? permissions;
      if (!(repositoryIds.every((id) => known.includes(id)) && Object.entries(asked).every(isGranted)))
        return undefined;
      const token = `ghs_${randomBytes(18).toString('hex')}`;
      const until = now() + VALID_MS;
      const granted = { metadata: 'read', ...asked };
      tokens.set(token, { until, repositoryIds, permissions: granted });
      return { token, expires_at: new Date(until).toISOString(), permissions: granted };
    },
    revokeTokens: () => tokens.clear(),
  };
}
