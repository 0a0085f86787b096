import * as z from 'zod/mini';
import { type HostedDeployment, ReportRefused, type Reports } from '#core/ports/reports.ts';
import { type Repository, RepositoryUnreadable } from '#core/ports/source-host.ts';
import { askGitHub, type GitHubAnswer, type GitHubOptions } from './ask-github.ts';

const deploymentSchema = z.object({ id: z.string(), payload: z.optional(z.unknown()) });

const TASK = 'deploy';
const REMEDY =
  'give the token or the GitHub App in the secret that GITHUB_TOKEN_SECRET names Deployments and Commit statuses, read and write, or write `report: false` beside the repository in bakewatch.yaml';

/**
 * Commit statuses and deployments over GitHub's REST API. https://docs.github.com/en/rest/commits/statuses and
 * https://docs.github.com/en/rest/deployments
 */
export function githubReports(options: GitHubOptions): Reports {
  async function ask(repository: Repository, path: string, body?: object): Promise<GitHubAnswer> {
    const { id, name } = repository;
    const asked = askGitHub(options, repository, `/repositories/${id}${path}`, body ? 'POST' : 'GET', body);
    const answer = await asked.catch(withRemedy);
    if (answer.status < 300) return answer;
    // 404 is also what GitHub says to a token that may not.
    if (answer.status === 404) throw new RepositoryUnreadable(`GitHub answers 404 for ${name}${path}: ${REMEDY}`);
    const { message = '' } = (answer.json ?? {}) as { message?: unknown };
    throw new ReportRefused(`GitHub answers ${answer.status} for ${name}${path}: ${String(message).slice(0, 200)}`);
  }

  return {
    async sayStatus(repository, sha, { context, state, description, url }) {
      await ask(repository, `/statuses/${sha}`, { context, state, description, ...(url ? { target_url: url } : {}) });
    },
    async createDeployment(repository, deployment) {
      const { status, json } = await ask(repository, '/deployments', {
        ref: deployment.sha,
        task: TASK,
        environment: deployment.environment,
        description: deployment.description,
        payload: { release: deployment.release },
        production_environment: deployment.isProduction,
        // By default GitHub would merge the default branch into the commit, and wait for other checks.
        auto_merge: false,
        required_contexts: [],
      });
      if (status !== 201) throw new ReportRefused(`GitHub made no deployment: it answered ${status}.`);
      return deploymentSchema.parse(json).id;
    },
    async findDeployment(repository, deployment) {
      const { sha, environment, release } = deployment;
      const query = new URLSearchParams({ sha, environment, task: TASK, per_page: '100' });
      const { json } = await ask(repository, `/deployments?${query}`);
      const found = z
        .array(deploymentSchema)
        .parse(json)
        .find(({ payload }) => releaseIn(payload) === release);
      return found?.id;
    },
    async sayDeployment(repository, id, { state, description, url }) {
      const body = { state, description, auto_inactive: false, ...(url ? { log_url: url } : {}) };
      await ask(repository, `/deployments/${encodeURIComponent(id)}/statuses`, body);
    },
  };
}

function withRemedy(error: Error): never {
  throw error instanceof RepositoryUnreadable ? new RepositoryUnreadable(`${error.message}; ${REMEDY}`) : error;
}

/** GitHub gives a payload back as it was given, or as text. */
function releaseIn(payload: unknown): HostedDeployment['release'] | undefined {
  try {
    const given = typeof payload === 'string' ? JSON.parse(payload) : payload;
    const { release } = (given ?? {}) as { release?: unknown };
    return typeof release === 'string' ? release : undefined;
  } catch {
    return undefined;
  }
}
