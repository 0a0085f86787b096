import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, failure, notFound } from '../answer.ts';
import { resolveCommit } from '../read-commits.ts';
import { readSettings } from '../repositories.ts';

/** What was said of environments, as it is kept beside the repository. */
interface Kept {
  nextId: number;
  deployments: KeptDeployment[];
}

interface KeptDeployment {
  id: number;
  sha: string;
  ref: string;
  task: string;
  environment: string;
  production_environment: boolean;
  description: string | null;
  payload: unknown;
  created_at: string;
  statuses: KeptDeploymentStatus[];
}

interface KeptDeploymentStatus {
  id: number;
  state: string;
  description: string | null;
  log_url: string | null;
  created_at: string;
}

const MOST_CHARACTERS = 140;
const STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];

/** https://docs.github.com/en/rest/deployments/deployments#create-a-deployment */
export async function createDeployment(bareDirectory: string, given: unknown): Promise<Answer> {
  const body = (given ?? {}) as Record<string, unknown>;
  const { ref, task = 'deploy', environment = 'production', description, payload = '', auto_merge = true } = body;
  const wrong = wrongOf({ description });
  if (wrong) return failure(422, wrong);
  if (auto_merge !== false) return failure(409, 'Merging the default branch is not done here: send auto_merge false.');
  if (!Array.isArray(body['required_contexts']) || body['required_contexts'].length > 0)
    return failure(409, 'Conflict: Commit status checks failed: send required_contexts [].');
  const sha = await resolveCommit(bareDirectory, String(ref ?? ''));
  if (!sha) return failure(422, `No ref found for: ${ref}`);
  return changeReports(bareDirectory, (kept) => {
    const { statuses, ...deployment }: KeptDeployment = {
      id: kept.nextId++,
      sha,
      ref: String(ref),
      task: String(task),
      environment: String(environment),
      production_environment: body['production_environment'] === true,
      description: textOf(description),
      payload,
      created_at: new Date().toISOString(),
      statuses: [],
    };
    kept.deployments.push({ ...deployment, statuses });
    return { status: 201, body: deployment };
  });
}

/** Newest first. https://docs.github.com/en/rest/deployments/deployments#list-deployments */
export function listDeployments(bareDirectory: string, query: URLSearchParams): Answer {
  const asked = ['sha', 'ref', 'task', 'environment'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const found = readReports(bareDirectory).deployments.filter((one) =>
    asked.every(([name, value]) => one[name as 'sha'] === value),
  );
  const shown = found.reverse().map(({ statuses: _statuses, ...deployment }) => deployment);
  return { status: 200, body: shown.slice(0, Math.min(Number(query.get('per_page') ?? 30), 100)) };
}

/** https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status */
export function createDeploymentStatus(bareDirectory: string, id: string, given: unknown): Answer {
  const { state, description, log_url, auto_inactive = true } = (given ?? {}) as Record<string, unknown>;
  const wrong = wrongOf({ state, description, url: log_url }, STATES);
  if (wrong) return failure(422, wrong);
  return changeReports(bareDirectory, (kept) => {
    const deployment = kept.deployments.find((one) => String(one.id) === id);
    if (!deployment) return notFound;
    const said = (more: Partial<KeptDeploymentStatus>): KeptDeploymentStatus => ({
      id: kept.nextId++,
      state: String(state),
      description: textOf(description),
      log_url: textOf(log_url),
      created_at: new Date().toISOString(),
      ...more,
    });
    const status = said({});
    deployment.statuses.push(status);
    if (state === 'success' && auto_inactive !== false)
      for (const other of kept.deployments)
        if (other.id < deployment.id && other.environment === deployment.environment && !other.production_environment)
          other.statuses.push(said({ state: 'inactive', description: null, log_url: null }));
    return { status: 201, body: status };
  });
}

/** Newest first. https://docs.github.com/en/rest/deployments/statuses#list-deployment-statuses */
export function listDeploymentStatuses(bareDirectory: string, id: string): Answer {
  const deployment = readReports(bareDirectory).deployments.find((one) => String(one.id) === id);
  return deployment ? { status: 200, body: deployment.statuses.reverse() } : notFound;
}

/** All deployments of a repository for people, newest first, each with the last that was said of it. */
export function deploymentsPage(bareDirectory: string): string {
  const { fullName } = readSettings(bareDirectory);
  const lines = readReports(bareDirectory)
    .deployments.reverse()
    .map(({ environment, sha, description, statuses }) => {
      const { state = 'no status', description: said } = statuses.at(-1) ?? {};
      return `${environment}  ${sha.slice(0, 7)}  ${state}  ${said ?? description ?? ''}`;
    });
  return [`Deployments of ${fullName}`, '', ...(lines.length > 0 ? lines : ['none']), ''].join('\n');
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What is wrong with the words of a status or a deployment. */
function wrongOf(
  given: { state?: unknown; description?: unknown; url?: unknown },
  states?: string[],
): string | undefined {
  if (states && !states.includes(String(given.state)))
    return `Validation Failed: state is none of ${states.join(', ')}`;
  if (typeof given.description === 'string' && [...given.description].length > MOST_CHARACTERS)
    return `Validation Failed: description is too long (maximum is ${MOST_CHARACTERS} characters)`;
  if (given.url !== undefined && !/^https?:\/\//.test(String(given.url)))
    return 'Validation Failed: the address must use http(s) scheme';
  return undefined;
}

const fileOf = (bareDirectory: string): string => join(bareDirectory, 'deployments.json');

const readReports = (bareDirectory: string): Kept =>
  existsSync(fileOf(bareDirectory))
    ? JSON.parse(readFileSync(fileOf(bareDirectory), 'utf8'))
    : { nextId: 1, deployments: [] };

/** Kept when it is answered, whatever happens then. */
function changeReports(bareDirectory: string, make: (kept: Kept) => Answer): Answer {
  const kept = readReports(bareDirectory);
  const said = make(kept);
  writeFileSync(`${fileOf(bareDirectory)}.new`, JSON.stringify(kept), { mode: 0o600 });
  renameSync(`${fileOf(bareDirectory)}.new`, fileOf(bareDirectory));
  return said;
}
