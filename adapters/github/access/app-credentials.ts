import * as z from 'zod/mini';
import type { RepositoryId } from '#core/intake/repository-id.ts';
import type { Now } from '#core/ports/clock.ts';
import { type Repository, RepositoryUnreadable } from '#core/ports/source-host.ts';
import type { GitHubAnswer } from '../ask-github.ts';
import { appJwt } from './app-jwt.ts';
import type { About, Permissions } from './credentials.ts';
import type { GitHubApp } from './parse-github-secret.ts';

/** Asks GitHub as the App itself; 404 and 422 are answers. */
export type AskAsApp = (path: string, method?: 'GET' | 'POST', body?: object) => Promise<GitHubAnswer>;

export interface AppOptions {
  app: GitHubApp;
  permissions: Permissions;
  ask: AskAsApp;
  now: Now;
}

interface Issued {
  token: string;
  /** Epoch ms. */
  until: number;
}

/** A question that begins now must not end after its token. */
const SPARE_MS = 5 * 60_000;
/** A JWT is good for nine minutes. */
const JWT_KEPT_MS = 4 * 60_000;

const installationSchema = z.object({ id: z.string() });
const issuedSchema = z.object({ token: z.string().check(z.minLength(1)), expires_at: z.string() });

/**
 * An App's tokens: one for each repository, for nothing but that repository and these permissions, kept until five minutes before its end. Whoever asks while one is
 * being made waits for that one. Nothing is kept anywhere but here.
 */
export function appCredentials({ app, permissions, ask, now }: AppOptions) {
  const installations = new Map<RepositoryId, string>();
  const tokens = new Map<RepositoryId, Promise<Issued>>();
  let jwt: { value: string; at: number } | undefined;

  async function findInstallation({ id, name }: Repository): Promise<string> {
    const known = app.installationId ?? installations.get(id);
    if (known) return known;
    const [owner = '', repo = ''] = name.split('/');
    const answer = await ask(`/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/installation`);
    if (answer.status >= 300) throw notInstalled(app, name, answer.status);
    const installation = installationSchema.parse(answer.json).id;
    installations.set(id, installation);
    return installation;
  }

  async function issue(repository: Repository): Promise<Issued> {
    const installation = await findInstallation(repository);
    const wanted = { repository_ids: [repository.id], permissions };
    const answer = await ask(`/app/installations/${installation}/access_tokens`, 'POST', wanted);
    if (answer.status === 422) throw notGranted(app, repository, permissions);
    if (answer.status >= 300) {
      // Installed anew, it has another number: the next question asks for it.
      installations.delete(repository.id);
      throw notInstalled(app, repository.name, answer.status);
    }
    const { token, expires_at } = issuedSchema.parse(answer.json);
    return { token, until: Date.parse(expires_at) };
  }

  /** At once, so that nobody else comes in between. */
  function begin(repository: Repository): Promise<Issued> {
    const begun = issue(repository);
    tokens.set(repository.id, begun);
    begun.catch(() => tokens.get(repository.id) === begun && tokens.delete(repository.id));
    return begun;
  }

  async function forRepository(repository: Repository, refused: string | undefined): Promise<string> {
    const kept = tokens.get(repository.id) ?? begin(repository);
    const { token, until } = await kept;
    if (token !== refused && now() < until - SPARE_MS) return token;
    const next = tokens.get(repository.id);
    return (await (next && next !== kept ? next : begin(repository))).token;
  }

  return async (about: About, refused?: string): Promise<string> => {
    if (about !== 'the App') return forRepository(about, refused);
    if (!jwt || now() - jwt.at >= JWT_KEPT_MS) jwt = { value: appJwt(app, now()), at: now() };
    return jwt.value;
  };
}

const notInstalled = ({ appId, installationId }: GitHubApp, name: string, status: number): RepositoryUnreadable =>
  new RepositoryUnreadable(
    `GitHub answers ${status}: the GitHub App ${appId} is not installed on ${name}${installationId ? ` as ${installationId}` : ''}. Install it there (its settings, Install App), or mend its numbers in the secret that GITHUB_TOKEN_SECRET names`,
  );

const notGranted = ({ appId }: GitHubApp, { id, name }: Repository, permissions: Permissions): RepositoryUnreadable =>
  new RepositoryUnreadable(
    `GitHub gives the GitHub App ${appId} no token for the repository ${id} (${name}) with ${sayPermissions(permissions)}: let its installation have that repository and accept these permissions, or mend the repository's id in bakewatch.yaml`,
  );

const sayPermissions = (permissions: Permissions): string =>
  Object.entries(permissions)
    .map(([name, level]) => `${name}: ${level}`)
    .join(', ');
