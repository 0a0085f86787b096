import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpService } from '#local/http/http-service.ts';
import { compareCommits } from './compare-commits.ts';
import { readCommits, resolveCommit } from './read-commits.ts';
import { findRepository } from './repositories.ts';
import { runGit } from './run-git.ts';

/** What a route answers: JSON, or plain text for people. */
interface Answer {
  status: number;
  body: object | string;
}

const PREFIX = '/github/';
const REPOSITORY = '([^/]+)/([^/]+)';

type Route = (bareDirectory: string, rest: string) => Promise<Answer>;

const ROUTES: [RegExp, Route][] = [
  [new RegExp(`^repos/${REPOSITORY}/commits/(.+)$`), commit],
  [new RegExp(`^repos/${REPOSITORY}/compare/(.+)$`), compare],
  [new RegExp(`^repos/${REPOSITORY}/branches/(.+)$`), branch],
  [new RegExp(`^${REPOSITORY}/commit/(.+)$`), commitPage],
  [new RegExp(`^${REPOSITORY}/compare/(.+)$`), comparePage],
];

/** GitHub's REST API (commits, compare, branches) under `/github/`, and the pages its payloads link to, as plain text. */
export function createGitHub({ dir }: { dir: string }): HttpService {
  return {
    name: 'github',
    matches: (request) => request.url?.startsWith(PREFIX) ?? false,
    handle: async (request, response) => send(response, await answer(dir, request)),
  };
}

async function answer(dir: string, request: IncomingMessage): Promise<Answer> {
  const path = (request.url ?? '').slice(PREFIX.length).replace(/\?.*$/, '');
  if (request.method !== 'GET') return notFound;
  for (const [pattern, route] of ROUTES) {
    const [, owner = '', name = '', rest = ''] = pattern.exec(path) ?? [];
    const bareDirectory = findRepository(dir, owner, name);
    const decoded = decode(rest);
    if (bareDirectory && decoded) return await route(bareDirectory, decoded);
  }
  return notFound;
}

const notFound: Answer = failure(404, 'Not Found');

function failure(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) } };
}

async function commit(bareDirectory: string, ref: string): Promise<Answer> {
  const sha = await resolveCommit(bareDirectory, ref);
  const [found] = sha ? await readCommits(bareDirectory, ['-1', sha]) : [];
  return found ? { status: 200, body: found } : failure(422, `No commit found for SHA: ${ref}`);
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
  const sha = await resolveCommit(bareDirectory, ref);
  if (!sha) return notFound;
  const { stdout } = await runGit(['show', '--no-ext-diff', '--no-textconv', '--stat', '--patch', sha], {
    cwd: bareDirectory,
  });
  return { status: 200, body: stdout };
}

async function comparePage(bareDirectory: string, range: string): Promise<Answer> {
  const ends = await resolveEnds(bareDirectory, range);
  if (!ends) return notFound;
  const args = ['diff', '--no-ext-diff', '--no-textconv', '--stat', '--patch', ...ends];
  return { status: 200, body: (await runGit(args, { cwd: bareDirectory })).stdout };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === 'string';
  response
    .writeHead(status, {
      'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
    .end(isText ? body : JSON.stringify(body));
}
