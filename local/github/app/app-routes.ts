import { type Answer, failure, notFound } from '../answer.ts';
import { listAppDeliveries, redeliverOfApp } from '../deliveries.ts';
import { bareDirectories, readSettings } from '../repositories.ts';
import type { GitHubApp, WantedToken } from './github-app.ts';

interface AppQuestion {
  method: string;
  /** Without the slash before it, and without its query. */
  path: string;
  query: URLSearchParams;
  body: string;
  /** Of the repository that the path names. */
  bareDirectory: string | undefined;
}

/**
 * What is asked by the App itself: its installation, tokens for it, and the deliveries of its webhook.
 * https://docs.github.com/en/rest/apps/apps and https://docs.github.com/en/rest/apps/webhooks
 */
export async function answerApp(app: GitHubApp, dir: string, question: AppQuestion): Promise<Answer> {
  const { method, path, query, body, bareDirectory } = question;
  const asked = `${method} ${path}`;
  if (/^GET repos\/[^/]+\/[^/]+\/installation$/.test(asked))
    return bareDirectory ? { status: 200, body: { id: app.installationId } } : notFound;
  if (asked === `POST app/installations/${app.installationId}/access_tokens`) return issue(app, dir, body);
  if (asked === 'GET app/hook/deliveries') return { status: 200, ...listAppDeliveries(dir, query) };
  const [, attempt] = /^POST app\/hook\/deliveries\/([0-9]+)\/attempts$/.exec(asked) ?? [];
  if (attempt && (await redeliverOfApp(dir, attempt))) return { status: 202, body: {} };
  return notFound;
}

function issue(app: GitHubApp, dir: string, body: string): Answer {
  const known = bareDirectories(dir, 'github').map((directory) => Number(readSettings(directory).id));
  const issued = app.issue(JSON.parse(body || '{}') as WantedToken, known);
  return issued ? { status: 201, body: issued } : failure(422, 'More is asked for than this installation was granted.');
}
