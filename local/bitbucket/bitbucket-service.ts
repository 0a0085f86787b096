import type { IncomingMessage } from 'node:http';
import type { HttpService } from '#local/http/http-service.ts';
import { type Answer, decode, send } from '../github/answer.ts';
import { commitText, compareText } from '../github/pages.ts';
import { type Commit, readCommits, resolveCommit } from '../github/read-commits.ts';
import { findRepository, findRepositoryById, readSettings } from '../github/repositories.ts';
import { runGit } from '../github/run-git.ts';

const PREFIX = '/bitbucket/';
/** By its UUID or by its name, as at Bitbucket. */
const REPOSITORY = '2\\.0/repositories/(?<workspace>[^/]+)/(?<repository>[^/]+)';
const PAGES = '(?<workspace>[^/]+)/(?<repository>[^/]+)';

type Route = (bareDirectory: string, rest: string) => Promise<Answer>;

const ROUTES: [RegExp, Route][] = [
  [new RegExp(`^${REPOSITORY}$`), repository],
  [new RegExp(`^${REPOSITORY}/refs/branches/(?<rest>.+)$`), (dir, name) => ref(dir, 'branch', 'heads', name)],
  [new RegExp(`^${REPOSITORY}/refs/tags/(?<rest>.+)$`), (dir, name) => ref(dir, 'tag', 'tags', name)],
  [new RegExp(`^${REPOSITORY}/commit/(?<rest>[^/]+)$`), commit],
  [new RegExp(`^${REPOSITORY}/merge-base/(?<rest>[^/]+)$`), mergeBase],
  [new RegExp(`^${PAGES}/commits/(?<rest>[^/]+)$`), commitPage],
  [new RegExp(`^${PAGES}/branches/compare/(?<rest>[^/]+)$`), comparePage],
];

/** Of Bitbucket Cloud's REST API (2.0) repositories, branches, tags, commits and merge bases, and the pages that messages link to, under `/bitbucket/`. */
export function createBitbucket({ dir }: { dir: string }): HttpService {
  return {
    name: 'bitbucket',
    matches: (request) => request.url?.startsWith(PREFIX) ?? false,
    handle: async (request, response) => send(response, await answer(dir, request)),
  };
}

async function answer(dir: string, { method, url = '' }: IncomingMessage): Promise<Answer> {
  const [path = ''] = url.slice(PREFIX.length).split('?', 1);
  for (const [pattern, route] of ROUTES) {
    const { workspace = '', repository: named = '', rest = '' } = pattern.exec(path)?.groups ?? {};
    const id = decode(named) ?? '';
    const bareDirectory = id.startsWith('{')
      ? findRepositoryById(dir, 'bitbucket', id)
      : findRepository(dir, 'bitbucket', `${workspace}/${id}`);
    const decoded = decode(rest);
    if (method === 'GET' && bareDirectory && decoded !== undefined) return await route(bareDirectory, decoded);
  }
  return notFound('Repository not found');
}

const notFound = (message: string): Answer => ({ status: 404, body: { type: 'error', error: { message } } });

async function repository(bareDirectory: string): Promise<Answer> {
  const { id, fullName } = readSettings(bareDirectory);
  return { status: 200, body: { type: 'repository', uuid: id, full_name: fullName } };
}

async function ref(bareDirectory: string, type: string, folder: string, name: string): Promise<Answer> {
  const target = await read(bareDirectory, `refs/${folder}/${name}`);
  return target ? { status: 200, body: { type, name, target } } : notFound(`No ${type} with that name`);
}

async function commit(bareDirectory: string, hash: string): Promise<Answer> {
  const found = await read(bareDirectory, hash);
  return found ? { status: 200, body: found } : notFound('Commit not found');
}

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-commits/ */
async function mergeBase(bareDirectory: string, range: string): Promise<Answer> {
  const [one = '', other = ''] = range.split('..');
  const [from, to] = [await resolveCommit(bareDirectory, one), await resolveCommit(bareDirectory, other)];
  if (!from || !to) return notFound('Commit not found');
  const base = (await runGit(['merge-base', from, to], { cwd: bareDirectory })).stdout.trim();
  const found = base ? await read(bareDirectory, base) : undefined;
  return found ? { status: 200, body: found } : notFound('No common ancestor');
}

async function read(bareDirectory: string, name: string): Promise<object | undefined> {
  const sha = await resolveCommit(bareDirectory, name);
  const [found] = sha ? await readCommits(bareDirectory, ['-1', sha]) : [];
  return found && shown(found);
}

const shown = ({ sha, commit: { message, author }, parents }: Commit): object => ({
  type: 'commit',
  hash: sha,
  message: `${message}\n`,
  date: author.date,
  author: { type: 'author', raw: `${author.name} <${author.email}>` },
  parents: parents.map((parent) => ({ type: 'commit', hash: parent.sha })),
});

async function commitPage(bareDirectory: string, hash: string): Promise<Answer> {
  const body = await commitText(bareDirectory, hash);
  return body === undefined ? notFound('Commit not found') : { status: 200, body };
}

/** The newer one comes first. */
async function comparePage(bareDirectory: string, range: string): Promise<Answer> {
  const [after = '', before = ''] = range.split('..');
  const body = await compareText(bareDirectory, before, after);
  return body === undefined ? notFound('Commit not found') : { status: 200, body };
}
