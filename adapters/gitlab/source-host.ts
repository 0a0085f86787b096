import * as z from 'zod/mini';
import { idAtHost } from '#core/intake/repository-id.ts';
import { shownOf } from '#core/intake/shown-of.ts';
import { type HostedCommit, type Repository, RepositoryUnreadable, type SourceHost } from '#core/ports/source-host.ts';
import { askRest } from '../http/ask-rest.ts';

export interface GitLabOptions {
  /** `https://gitlab.com`, or where a team has its own. */
  url: string;
  /** Read anew for every question, as it may be rotated. Public projects need none. */
  token?: (() => Promise<string>) | undefined;
  timeoutMs?: number;
}

const commitSchema = z.object({
  id: z.string().check(z.regex(/^[0-9a-f]{40}$/)),
  message: z.string(),
  author_name: z.string(),
});
const branchSchema = z.object({ name: z.string(), commit: commitSchema });
const COMMIT = /^[0-9a-f]{40}$/;

const REMEDY =
  'give the token in the secret bakewatch/gitlab-token read access to this project (installation.gitlabToken), or mend its id in bakewatch.yaml';

/**
 * GitLab's REST API, version 4. Projects are asked for by their number: a path can be taken over.
 * https://docs.gitlab.com/api/repositories/
 */
export function gitlabSourceHost({ url, token, timeoutMs }: GitLabOptions): SourceHost {
  const get = async (path: string): Promise<unknown> => {
    const secret = await token?.();
    return askRest({
      host: 'GitLab',
      url: `${url}/api/v4${path}`,
      headers: secret ? { 'private-token': secret } : {},
      remedy: REMEDY,
      timeoutMs,
    });
  };

  /** Undefined: not there, although the project is; GitLab answers 404 for what we may not see, too. */
  async function ask({ id, name }: Repository, path: string): Promise<unknown> {
    const project = `/projects/${encodeURIComponent(idAtHost(id))}`;
    const found = await get(`${project}/repository/${path}`);
    if (found === undefined && (await get(project)) === undefined)
      throw new RepositoryUnreadable(`GitLab answers 404 for the project ${idAtHost(id)} (${name}): ${REMEDY}`);
    return found;
  }

  async function head(repository: Repository, branch: string): Promise<HostedCommit | 'no branch'> {
    const found = await ask(repository, `branches/${encodeURIComponent(branch)}`);
    if (found === undefined) return 'no branch';
    const { name, commit } = branchSchema.parse(found);
    return name === branch ? toCommit(commit) : 'no branch';
  }

  return {
    head,
    async isOnBranch(repository, branch, sha) {
      const tip = COMMIT.test(branch) ? { sha: branch } : await head(repository, branch);
      if (tip === 'no branch') return 'gone';
      if (tip.sha === sha) return 'tip';
      const base = await ask(repository, `merge_base?refs[]=${tip.sha}&refs[]=${encodeURIComponent(sha)}`);
      return base !== undefined && commitSchema.parse(base).id === sha ? 'yes' : 'gone';
    },
    async resolve(repository, name) {
      const found = await ask(repository, `commits/${encodeURIComponent(name)}`);
      return found === undefined ? undefined : toCommit(commitSchema.parse(found));
    },
  };
}

function toCommit({ id, message, author_name: author }: z.infer<typeof commitSchema>): HostedCommit {
  const said = message.replace(/\n+$/, '');
  return { sha: id, message: said, ...shownOf(author, said) };
}
