import type { Now } from '#core/ports/clock.ts';
import { askGitHub } from '../ask-github.ts';
import { type AskAsApp, appCredentials } from './app-credentials.ts';
import type { About, Credentials, Permissions } from './credentials.ts';
import { parseGitHubSecret } from './parse-github-secret.ts';

export interface GitHubCredentialsOptions {
  /** `https://api.github.com` */
  apiUrl: string;
  /** The secret's text, kept for a while; `again`: what it gave was refused. */
  secret: (asked?: { again: boolean }) => Promise<string>;
  /** What an App's tokens are to be for; a person's token is for what she made it for. */
  permissions: Permissions;
  now?: Now;
}

interface Held {
  text: string;
  isApp: boolean;
  token(about: About, refused?: string): Promise<string>;
}

/** What GitHub is asked with, as the secret has it now: a person's token, or a GitHub App. A secret that was changed begins anew. */
export function githubCredentials({
  apiUrl,
  secret,
  permissions,
  now = Date.now,
}: GitHubCredentialsOptions): Credentials {
  let held: Held | undefined;

  async function read(again: boolean): Promise<Held> {
    const text = await secret({ again });
    if (held?.text !== text) held = { text, ...hold(text) };
    return held;
  }

  function hold(text: string): Omit<Held, 'text'> {
    const parsed = parseGitHubSecret(text);
    if (parsed.kind === 'token') return { isApp: false, token: async () => parsed.token };
    return { isApp: true, token: appCredentials({ app: parsed.app, permissions, ask, now }) };
  }

  const credentials: Credentials = {
    isApp: async () => (await read(false)).isApp,
    token: async (about, refused) => (await read(refused !== undefined)).token(about, refused),
  };
  const ask: AskAsApp = (path, method, body) => askGitHub({ apiUrl, credentials }, 'the App', path, method, body);
  return credentials;
}
