import type { IncomingMessage } from 'node:http';
import type { HttpService } from '#local/http/http-service.ts';
import { type Answer, decode, send } from '../github/answer.ts';
import { commitText, compareText } from '../github/pages.ts';
import { type Commit, readCommits, resolveCommit } from '../github/read-commits.ts';
import { findRepository, findRepositoryById, readSettings } from '../github/repositories.ts';
import { runGit } from '../github/run-git.ts';

const PREFIX = '/gitlab/';
const PROJECT = 'api/v4/projects/(?<project>[^/]+)';

type Route = (bareDirectory: string, rest: string, query: URLSearchParams) => Promise<Answer>;

const ROUTES: [RegExp, Route][] = [
  [new RegExp(`^${PROJECT}$`), project],
  [new RegExp(`^${PROJECT}/repository/branches/(?<rest>[^/]+)$`), branch],
  [new RegExp(`^${PROJECT}/repository/commits/(?<rest>[^/]+)$`), commit],
  [new RegExp(`^${PROJECT}/repository/merge_base$`), mergeBase],
  [/^(?<project>.+)\/-\/commit\/(?<rest>.+)$/, commitPage],
  [/^(?<project>.+)\/-\/compare\/(?<rest>.+)$/, comparePage],
];

/** Of GitLab's REST API (version 4) projects, branches, commits and merge bases, and the pages that messages link to, under `/gitlab/`. */
export function createGitLab({ dir }: { dir: string }): HttpService {
  return {
    name: 'gitlab',
    matches: (request) => request.url?.startsWith(PREFIX) ?? false,
    handle: async (request, response) => send(response, await answer(dir, request)),
  };
}

async function answer(dir: string, { method, url = '' }: IncomingMessage): Promise<Answer> {
  const [path = '', query] = url.slice(PREFIX.length).split('?', 2);
  for (const [pattern, route] of ROUTES) {
    const { project: named = '', rest = '' } = pattern.exec(path)?.groups ?? {};
    const id = decode(named) ?? '';
    const bareDirectory = /^\d+$/.test(id)
      ? findRepositoryById(dir, 'gitlab', Number(id))
      : findRepository(dir, 'gitlab', id);
    const decoded = decode(rest);
    if (method === 'GET' && bareDirectory && decoded !== undefined)
      return await route(bareDirectory, decoded, new URLSearchParams(query));
  }
  return notFound('404 Project Not Found');
}

const notFound = (message: string): Answer => ({ status: 404, body: { message } });

async function project(bareDirectory: string): Promise<Answer> {
  const { id, fullName } = readSettings(bareDirectory);
  return { status: 200, body: { id, path_with_namespace: fullName, default_branch: 'main' } };
}

async function branch(bareDirectory: string, name: string): Promise<Answer> {
  const found = await read(bareDirectory, `refs/heads/${name}`);
  return found ? { status: 200, body: { name, commit: found } } : notFound('404 Branch Not Found');
}

async function commit(bareDirectory: string, ref: string): Promise<Answer> {
  const found = await read(bareDirectory, ref);
  return found ? { status: 200, body: found } : notFound('404 Commit Not Found');
}

/** https://docs.gitlab.com/api/repositories/#get-merge-base */
async function mergeBase(bareDirectory: string, _rest: string, query: URLSearchParams): Promise<Answer> {
  const refs = await Promise.all(query.getAll('refs[]').map((ref) => resolveCommit(bareDirectory, ref)));
  const [one, other] = refs;
  if (!one || !other) return { status: 400, body: { message: 'Could not find ref' } };
  const base = (await runGit(['merge-base', one, other], { cwd: bareDirectory })).stdout.trim();
  const found = base ? await read(bareDirectory, base) : undefined;
  return found ? { status: 200, body: found } : notFound('404 Merge Base Not Found');
}

async function read(bareDirectory: string, ref: string): Promise<object | undefined> {
  const sha = await resolveCommit(bareDirectory, ref);
  const [found] = sha ? await readCommits(bareDirectory, ['-1', sha]) : [];
  return found && shown(found);
}

const shown = ({ sha, commit: { message, author, committer }, parents }: Commit): object => ({
  id: sha,
  short_id: sha.slice(0, 8),
  title: message.split('\n')[0],
  message: `${message}\n`,
  parent_ids: parents.map((parent) => parent.sha),
  author_name: author.name,
  author_email: author.email,
  authored_date: author.date,
  committer_name: committer.name,
  committed_date: committer.date,
});

async function commitPage(bareDirectory: string, ref: string): Promise<Answer> {
  const body = await commitText(bareDirectory, ref);
  return body === undefined ? notFound('404 Not Found') : { status: 200, body };
}

async function comparePage(bareDirectory: string, range: string): Promise<Answer> {
  const [before = '', after = ''] = range.split('...');
  const body = await compareText(bareDirectory, before, after);
  return body === undefined ? notFound('404 Not Found') : { status: 200, body };
}
