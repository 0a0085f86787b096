import type { IncomingMessage } from 'node:http';
import { readBody } from '#local/http/read-body.ts';
import { type Answer, failure, notFound } from '../answer.ts';
import { findRepository, findRepositoryById, readSettings } from '../repositories.ts';
import { answerApp } from './app-routes.ts';
import type { GitHubApp } from './github-app.ts';
import { neededPermission } from './needed-permission.ts';

const API = /^(repos|repositories|app)\//;
const REPOSITORY = /^(?:repos\/(?<owner>[^/]+)\/(?<name>[^/]+)|repositories\/(?<id>[0-9]+))(?:\/|$)/;

/**
 * Where there is an App, only it may ask the API, and who has one of its tokens. What the App itself is answered, or why a token does not do; undefined
 * when it does, and for pages. `path` is without the slash before it, and without its query.
 */
export async function guardApi(
  app: GitHubApp,
  dir: string,
  request: IncomingMessage,
  path: string,
): Promise<Answer | undefined> {
  if (!API.test(path)) return undefined;
  const { method = '', url = '', headers } = request;
  const caller = app.caller(headers.authorization);
  if (!caller) return failure(401, 'Bad credentials');
  const { owner = '', name = '', id } = REPOSITORY.exec(path)?.groups ?? {};
  const bareDirectory = id
    ? findRepositoryById(dir, 'github', Number(id))
    : findRepository(dir, 'github', `${owner}/${name}`);
  if (caller === 'app') {
    const query = new URLSearchParams(url.split('?', 2)[1]);
    return answerApp(app, dir, { method, path, query, body: String(await readBody(request)), bareDirectory });
  }
  if (!(bareDirectory && caller.repositoryIds.includes(Number(readSettings(bareDirectory).id)))) return notFound;
  const needed = neededPermission(method, path);
  const level = caller.permissions[needed.name];
  if (level === needed.level || level === 'write') return undefined;
  return failure(403, 'Resource not accessible by integration');
}
