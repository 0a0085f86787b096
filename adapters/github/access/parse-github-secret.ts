import { createPrivateKey, type KeyObject } from 'node:crypto';
import * as z from 'zod/mini';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';

/** A GitHub App as it introduces itself. */
export interface GitHubApp {
  /** Its number, or its client id. */
  appId: string;
  privateKey: KeyObject;
  /** Absent: it is asked for, repository by repository. */
  installationId?: string;
}

/** What the secret holds. */
export type GitHubSecret = { kind: 'token'; token: string } | { kind: 'app'; app: GitHubApp };

const THE_SECRET = 'the secret that GITHUB_TOKEN_SECRET names';
const APP_FORM = '{"appId": 123456, "privateKey": "-----BEGIN RSA PRIVATE KEY-----…"}';
/** Until a person has put something in (infra/constructs/secrets.ts). */
const NOT_SET = 'not-set';

const TOKEN = /^[\x21-\x7e]{1,1024}$/;
const id = z.union([
  z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/)),
  z.pipe(
    z.number().check(z.int(), z.positive()),
    z.transform((number: number) => String(number)),
  ),
]);
const appSchema = z.object({ appId: id, privateKey: z.string(), installationId: z.optional(id) });

/**
 * A token, or a GitHub App as JSON. Throws `RepositoryUnreadable` with what is wrong with the secret and what to put in, and never a part of it.
 */
export function parseGitHubSecret(text: string): GitHubSecret {
  const held = text.trim();
  if (held === '' || held === NOT_SET) throw wrong('is not set yet');
  if (held.startsWith('-----BEGIN')) throw wrong('holds a private key alone, and not whose it is');
  if (held.startsWith('{')) return { kind: 'app', app: parseApp(held) };
  if (!TOKEN.test(held)) throw wrong('holds no token: one has neither spaces nor line breaks');
  return { kind: 'token', token: held };
}

function parseApp(text: string): GitHubApp {
  const json = readJson(text);
  if (json === undefined) throw wrong('begins like a GitHub App, and is no JSON');
  const { data, error } = appSchema.safeParse(json);
  if (!data) throw wrong(`holds a GitHub App without a right \`${String(error?.issues[0]?.path[0] ?? 'appId')}\``);
  const { appId, privateKey, installationId } = data;
  return { appId, privateKey: readKey(privateKey), ...(installationId ? { installationId } : {}) };
}

/** Pasted as it was downloaded, a key brings its line breaks along, which JSON does not allow within a text. */
function readJson(text: string): unknown {
  const escaped = text.replace(/-----BEGIN[^"]*/, (pem) => pem.replaceAll(/\r?\n/g, '\\n'));
  try {
    return JSON.parse(escaped);
  } catch {
    return undefined;
  }
}

/** PKCS#1, as GitHub gives it, or PKCS#8; its line breaks may have been escaped twice. */
function readKey(text: string): KeyObject {
  const pem = text.replaceAll('\\n', '\n').trim();
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // What it says may quote the key.
  }
  throw wrong('holds a GitHub App whose `privateKey` is no RSA private key');
}

const wrong = (what: string): RepositoryUnreadable =>
  new RepositoryUnreadable(
    `${THE_SECRET} ${what}: put in a token (github_pat_…), or an App's number and private key as JSON: ${APP_FORM} (docs/install.md, Private repositories)`,
  );
