import { type Answer, failure, noCommit, notFound } from '../answer.ts';
import { resolveCommit } from '../read-commits.ts';
import { readSettings } from '../repositories.ts';
import { type CheckRun, findRun, nextId, readReports, writeReports } from './kept-reports.ts';
import { paged } from './paged.ts';
import { sendWebhook } from './send-webhook.ts';

const STATUSES = ['queued', 'in_progress', 'completed'];
const CONCLUSIONS = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'stale',
  'timed_out',
  'startup_failure',
];
/** On GitHub only apps report check runs, each under its own name; here everybody is this one. */
const APP = { id: 1, slug: 'one-machine', name: 'One machine' };

/** https://docs.github.com/en/rest/checks/runs#create-a-check-run */
export async function createRun(bareDirectory: string, body: unknown): Promise<Answer> {
  const { name, head_sha, details_url = null, ...change } = body as Record<string, unknown>;
  const ref = String(head_sha);
  const sha = /^[0-9a-f]{40}$/.test(ref) ? await resolveCommit(bareDirectory, ref) : undefined;
  if (!sha) return noCommit(ref);
  if (typeof name !== 'string' || name === '') return failure(422, 'Name is invalid');
  const id = nextId(bareDirectory);
  const { fullName, githubUrl } = readSettings(bareDirectory);
  const begun: CheckRun = {
    id,
    name,
    head_sha: sha,
    status: 'queued',
    conclusion: null,
    details_url: typeof details_url === 'string' ? details_url : null,
    html_url: `${githubUrl}/${fullName}/runs/${id}`,
    started_at: new Date().toISOString(),
    completed_at: null,
    app: APP,
  };
  const run = changed(begun, change);
  if (!run) return failure(422, 'Status or conclusion is invalid');
  return keepRun(bareDirectory, run, 201);
}

/** https://docs.github.com/en/rest/checks/runs#update-a-check-run */
export async function updateRun(bareDirectory: string, id: string, body: unknown): Promise<Answer> {
  const run = findRun(bareDirectory, id);
  if (!run) return notFound;
  const next = changed(run, body as Record<string, unknown>);
  return next ? keepRun(bareDirectory, next, 200) : failure(422, 'Status or conclusion is invalid');
}

/** https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference */
export async function listRuns(bareDirectory: string, ref: string, query: URLSearchParams): Promise<Answer> {
  const sha = await resolveCommit(bareDirectory, ref);
  if (!sha) return noCommit(ref);
  const { runs } = readReports(bareDirectory, sha);
  const asked = query.get('filter') === 'all' ? runs : [...new Map(runs.map((run) => [run.name, run])).values()];
  const { page, headers } = paged(bareDirectory, `commits/${sha}/check-runs`, query, asked);
  return { status: 200, body: { total_count: asked.length, check_runs: page }, headers };
}

/** A conclusion ends a run. Undefined: there is no such status or conclusion. */
function changed(run: CheckRun, { status, conclusion }: Record<string, unknown>): CheckRun | undefined {
  if (conclusion !== undefined && !CONCLUSIONS.includes(String(conclusion))) return undefined;
  if (status !== undefined && !STATUSES.includes(String(status))) return undefined;
  if (conclusion === undefined)
    return status === 'completed' ? undefined : { ...run, status: String(status ?? run.status), conclusion: null };
  return { ...run, status: 'completed', conclusion: String(conclusion), completed_at: new Date().toISOString() };
}

function keepRun(bareDirectory: string, run: CheckRun, status: number): Answer {
  const reports = readReports(bareDirectory, run.head_sha);
  const runs = [...reports.runs.filter(({ id }) => id !== run.id), run];
  writeReports(bareDirectory, run.head_sha, { ...reports, runs });
  const isOver = run.status === 'completed';
  sendWebhook(bareDirectory, 'check_run', { action: isOver ? 'completed' : 'created', check_run: run });
  if (isOver && runs.every((one) => one.status === 'completed'))
    sendWebhook(bareDirectory, 'check_suite', {
      action: 'completed',
      check_suite: { head_sha: run.head_sha, app: APP },
    });
  return { status, body: run };
}
