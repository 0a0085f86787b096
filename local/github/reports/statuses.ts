import { type Answer, failure, noCommit } from '../answer.ts';
import { resolveCommit } from '../read-commits.ts';
import { nextId, readReports, type Status, writeReports } from './kept-reports.ts';
import { paged } from './paged.ts';
import { sendWebhook } from './send-webhook.ts';

const STATES = ['error', 'failure', 'pending', 'success'];
const LONGEST_DESCRIPTION = 140;
const LONGEST_CONTEXT = 255;

/** https://docs.github.com/en/rest/commits/statuses#create-a-commit-status */
export async function createStatus(bareDirectory: string, ref: string, body: unknown): Promise<Answer> {
  const sha = /^[0-9a-f]{40}$/.test(ref) ? await resolveCommit(bareDirectory, ref) : undefined;
  if (!sha) return noCommit(ref);
  const { state, target_url = null, description = null, context = 'default' } = body as Record<string, unknown>;
  if (!(typeof state === 'string' && STATES.includes(state))) return failure(422, 'State is not included in the list');
  if (!isText(context, LONGEST_CONTEXT) || context === null) return failure(422, 'Context is invalid');
  if (!isText(description, LONGEST_DESCRIPTION)) return failure(422, 'Description is too long');
  if (!isText(target_url, LONGEST_CONTEXT)) return failure(422, 'Target url is invalid');
  const at = new Date().toISOString();
  const status: Status = {
    id: nextId(bareDirectory),
    context,
    state,
    target_url,
    description,
    created_at: at,
    updated_at: at,
  };
  const reports = readReports(bareDirectory, sha);
  writeReports(bareDirectory, sha, { ...reports, statuses: [...reports.statuses, status] });
  sendWebhook(bareDirectory, 'status', { sha, ...status });
  return { status: 201, body: status };
}

/** https://docs.github.com/en/rest/commits/statuses#list-commit-statuses-for-a-reference */
export async function listStatuses(bareDirectory: string, ref: string, query: URLSearchParams): Promise<Answer> {
  const sha = await resolveCommit(bareDirectory, ref);
  if (!sha) return noCommit(ref);
  const { page, headers } = paged(bareDirectory, `commits/${sha}/statuses`, query, newest(bareDirectory, sha));
  return { status: 200, body: page, headers };
}

/**
 * The latest status of each context, and what they come to.
 * https://docs.github.com/en/rest/commits/statuses#get-the-combined-status-for-a-specific-reference
 */
export async function combinedStatus(bareDirectory: string, ref: string, query: URLSearchParams): Promise<Answer> {
  const sha = await resolveCommit(bareDirectory, ref);
  if (!sha) return noCommit(ref);
  const latest = [
    ...new Map(
      newest(bareDirectory, sha)
        .reverse()
        .map((one) => [one.context, one]),
    ).values(),
  ];
  const { page, headers } = paged(bareDirectory, `commits/${sha}/status`, query, latest);
  return { status: 200, body: { state: combined(latest), statuses: page, sha, total_count: latest.length }, headers };
}

const newest = (bareDirectory: string, sha: string): Status[] =>
  [...readReports(bareDirectory, sha).statuses].reverse();

function combined(latest: Status[]): string {
  const states = new Set(latest.map(({ state }) => state));
  if (states.has('failure') || states.has('error')) return 'failure';
  return latest.length === 0 || states.has('pending') ? 'pending' : 'success';
}

const isText = (value: unknown, most: number): value is string | null =>
  value === null || (typeof value === 'string' && value.length <= most);
