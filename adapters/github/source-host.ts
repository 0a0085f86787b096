import * as z from 'zod/mini';
import { shownOf } from '#core/intake/shown-of.ts';
import { type HostedCommit, type Repository, RepositoryUnreadable, type SourceHost } from '#core/ports/source-host.ts';
import { askGitHub, type GitHubOptions, REMEDY } from './ask-github.ts';

const commitSchema = z.object({
  sha: z.string().check(z.regex(/^[0-9a-f]{40}$/)),
  commit: z.object({ message: z.string(), author: z.object({ name: z.string() }) }),
  author: z.optional(z.nullable(z.object({ login: z.optional(z.string()) }))),
});
const branchSchema = z.object({ name: z.string(), commit: commitSchema });

/** GitHub's REST API. Repositories are asked for by their number wherever GitHub lets us: a name can be taken over. */
export function githubSourceHost(options: GitHubOptions): SourceHost {
  /** Undefined: not there, although the repository is. */
  async function ask(repository: Repository, path: string): Promise<unknown> {
    const { status, json } = await askGitHub(options, repository, path);
    if (status < 300) return json;
    await assertReadable(options, repository);
    return undefined;
  }

  return {
    /** `compare/<sha>...<branch>` is `ahead` or `identical` exactly when the branch contains the commit. */
    async isOnBranch(repository, branch, sha) {
      const [owner = '', name = ''] = repository.name.split('/');
      const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
      const compared = await ask(repository, `${path}/compare/${sha}...${encodeURIComponent(branch)}?per_page=1`);
      const { status } = (compared ?? {}) as { status?: unknown };
      if (status === 'identical') return 'tip';
      return status === 'ahead' ? 'yes' : 'gone';
    },
    async head(repository, branch) {
      const answer = await ask(repository, `/repositories/${repository.id}/branches/${encodeURIComponent(branch)}`);
      if (answer === undefined) return 'no branch';
      const { name, commit } = branchSchema.parse(answer);
      // GitHub sends on whoever asks for a branch by a name that it had before.
      return name === branch ? toCommit(commit) : 'no branch';
    },
    async resolve(repository, name) {
      const answer = await ask(repository, `/repositories/${repository.id}/commits/${encodeURIComponent(name)}`);
      return answer === undefined ? undefined : toCommit(commitSchema.parse(answer));
    },
  };
}

/** GitHub answers 404 for what is not there and for what we may not see: only the repository itself tells them apart. */
async function assertReadable(options: GitHubOptions, repository: Repository): Promise<void> {
  const { id, name } = repository;
  const { status } = await askGitHub(options, repository, `/repositories/${id}`);
  if (status >= 300)
    throw new RepositoryUnreadable(`GitHub answers ${status} for the repository ${id} (${name}): ${REMEDY}`);
}

function toCommit({ sha, commit: { message, author: claimed }, author }: z.infer<typeof commitSchema>): HostedCommit {
  return { sha, message, ...shownOf(author?.login ?? claimed.name, message) };
}
