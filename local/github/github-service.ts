import type { IncomingMessage } from 'node:http';
import type { HttpService } from '#local/http/http-service.ts';
import { readBody } from '#local/http/read-body.ts';
import { type Answer, decode, failure, noCommit, notFound, send } from './answer.ts';
import type { GitHubApp } from './app/github-app.ts';
import { guardApi } from './app/guard-api.ts';
import { compareCommits } from './compare-commits.ts';
import { listDeliveries, redeliverAttempt } from './deliveries.ts';
import { commitText, compareText } from './pages.ts';
import { readCommits, resolveCommit } from './read-commits.ts';
import { createRun, listRuns, updateRun } from './reports/check-runs.ts';
import {
  createDeployment,
  createDeploymentStatus,
  deploymentsPage,
  listDeploymentStatuses,
  listDeployments,
} from './reports/deployments.ts';
import { combinedStatus, createStatus, listStatuses } from './reports/statuses.ts';
import { findRepository, findRepositoryById, readSettings } from './repositories.ts';

const PREFIX = '/github/';
const NAMED = '(?<owner>[^/]+)/(?<name>[^/]+)';
/** By its number or by its name, as on GitHub. */
const REPOSITORY = `(?:repos/${NAMED}|repositories/(?<id>[0-9]+))`;

type Route = (bareDirectory: string, rest: string, query: URLSearchParams, body: unknown) => Promise<Answer>;

const ROUTES: [method: string, RegExp, Route][] = [
  ['GET', new RegExp(`^${REPOSITORY}$`), repository],
  ['GET', new RegExp(`^${REPOSITORY}/commits/(?<rest>.+)/status$`), combinedStatus],
  ['GET', new RegExp(`^${REPOSITORY}/commits/(?<rest>.+)/statuses$`), listStatuses],
  ['GET', new RegExp(`^${REPOSITORY}/commits/(?<rest>.+)/check-runs$`), listRuns],
  [
    'POST',
    new RegExp(`^${REPOSITORY}/statuses/(?<rest>.+)$`),
    (dir, sha, _query, body) => createStatus(dir, sha, body),
  ],
  ['POST', new RegExp(`^${REPOSITORY}/check-runs$`), (dir, _rest, _query, body) => createRun(dir, body)],
  [
    'PATCH',
    new RegExp(`^${REPOSITORY}/check-runs/(?<rest>[0-9]+)$`),
    (dir, id, _query, body) => updateRun(dir, id, body),
  ],
  ['GET', new RegExp(`^${REPOSITORY}/deployments$`), async (dir, _rest, query) => listDeployments(dir, query)],
  ['POST', new RegExp(`^${REPOSITORY}/deployments$`), (dir, _rest, _query, body) => createDeployment(dir, body)],
  [
    'GET',
    new RegExp(`^${REPOSITORY}/deployments/(?<rest>[0-9]+)/statuses$`),
    async (dir, id) => listDeploymentStatuses(dir, id),
  ],
  [
    'POST',
    new RegExp(`^${REPOSITORY}/deployments/(?<rest>[0-9]+)/statuses$`),
    async (dir, id, _query, body) => createDeploymentStatus(dir, id, body),
  ],
  ['GET', new RegExp(`^${REPOSITORY}/commits/(?<rest>.+)$`), commit],
  ['GET', new RegExp(`^${REPOSITORY}/compare/(?<rest>.+)$`), compare],
  ['GET', new RegExp(`^${REPOSITORY}/branches/(?<rest>.+)$`), branch],
  ['GET', new RegExp(`^${REPOSITORY}/hooks/(?<rest>[0-9]+)/deliveries$`), deliveries],
  ['POST', new RegExp(`^${REPOSITORY}/hooks/(?<rest>[0-9]+/deliveries/[0-9]+)/attempts$`), redelivery],
  ['GET', new RegExp(`^${NAMED}/commit/(?<rest>.+)$`), commitPage],
  ['GET', new RegExp(`^${NAMED}/compare/(?<rest>.+)$`), comparePage],
  ['GET', new RegExp(`^${NAMED}/deployments$`), async (dir) => ({ status: 200, body: deploymentsPage(dir) })],
];

/**
 * GitHub's REST API (repositories, commits, compare, branches, commit statuses, check runs, deployments, deliveries of webhooks) under `/github/`, and the pages its
 * payloads link to, as plain text. Everybody may ask; where there is an `app`, only it and who has one of its tokens.
 */
export function createGitHub({ dir, app }: { dir: string; app?: GitHubApp | undefined }): HttpService {
  return {
    name: 'github',
    matches: (request) => request.url?.startsWith(PREFIX) ?? false,
    async handle(request, response) {
      const [path = ''] = request.url?.slice(PREFIX.length).split('?', 1) ?? [];
      send(response, (app && (await guardApi(app, dir, request, path))) ?? (await answer(dir, request)));
    },
  };
}

async function answer(dir: string, request: IncomingMessage): Promise<Answer> {
  const { method, url = '' } = request;
  const [path = '', query] = url.slice(PREFIX.length).split('?', 2);
  for (const [verb, pattern, route] of ROUTES) {
    const { owner = '', name = '', id, rest = '' } = pattern.exec(path)?.groups ?? {};
    const bareDirectory = id
      ? findRepositoryById(dir, 'github', Number(id))
      : findRepository(dir, 'github', `${owner}/${name}`);
    const decoded = decode(rest);
    if (verb !== method || !bareDirectory || decoded === undefined) continue;
    const body = verb === 'GET' ? undefined : parseBody(await readBody(request));
    return body === NO_JSON
      ? failure(400, 'Problems parsing JSON')
      : await route(bareDirectory, decoded, new URLSearchParams(query), body);
  }
  return notFound;
}

const NO_JSON = Symbol('no JSON');

/** An object, also where nothing was sent. */
function parseBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof body === 'object' && body !== null ? body : NO_JSON;
  } catch {
    return NO_JSON;
  }
}

async function repository(bareDirectory: string): Promise<Answer> {
  const { id, fullName } = readSettings(bareDirectory);
  return { status: 200, body: { id, name: fullName.split('/')[1], full_name: fullName, private: true } };
}

async function deliveries(bareDirectory: string, hook: string, query: URLSearchParams): Promise<Answer> {
  const page = listDeliveries(bareDirectory, Number(hook), query);
  return page ? { status: 200, ...page } : notFound;
}

async function redelivery(bareDirectory: string, path: string): Promise<Answer> {
  const [hook = '', , id = ''] = path.split('/');
  return (await redeliverAttempt(bareDirectory, Number(hook), id)) ? { status: 202, body: {} } : notFound;
}

async function commit(bareDirectory: string, ref: string): Promise<Answer> {
  const sha = await resolveCommit(bareDirectory, ref);
  const [found] = sha ? await readCommits(bareDirectory, ['-1', sha]) : [];
  return found ? { status: 200, body: found } : noCommit(ref);
}

async function branch(bareDirectory: string, name: string): Promise<Answer> {
  const sha = await resolveCommit(bareDirectory, `refs/heads/${name}`);
  const [found] = sha ? await readCommits(bareDirectory, ['-1', sha]) : [];
  return found ? { status: 200, body: { name, commit: found, protected: false } } : failure(404, 'Branch not found');
}

async function compare(bareDirectory: string, range: string): Promise<Answer> {
  const ends = await resolveEnds(bareDirectory, range);
  const comparison = ends && (await compareCommits(bareDirectory, ...ends));
  if (!comparison) return ends ? failure(404, 'No common ancestor between the two commits.') : notFound;
  return { status: 200, body: comparison };
}

async function resolveEnds(bareDirectory: string, range: string): Promise<[string, string] | undefined> {
  const [base = '', head = ''] = range.split('...');
  const from = await resolveCommit(bareDirectory, base);
  const to = await resolveCommit(bareDirectory, head);
  return from && to ? [from, to] : undefined;
}

async function commitPage(bareDirectory: string, ref: string): Promise<Answer> {
  const body = await commitText(bareDirectory, ref);
  return body === undefined ? notFound : { status: 200, body };
}

async function comparePage(bareDirectory: string, range: string): Promise<Answer> {
  const [base = '', head = ''] = range.split('...');
  const body = await compareText(bareDirectory, base, head);
  return body === undefined ? notFound : { status: 200, body };
}
