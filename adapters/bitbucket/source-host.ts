import * as z from 'zod/mini';
import { idAtHost } from '#core/intake/repository-id.ts';
import { shownOf } from '#core/intake/shown-of.ts';
import { type HostedCommit, type Repository, RepositoryUnreadable, type SourceHost } from '#core/ports/source-host.ts';
import { askRest } from '../http/ask-rest.ts';

export interface BitbucketOptions {
  /** `https://api.bitbucket.org` */
  apiUrl: string;
  /** An access token; read anew for every question, as it may be rotated. Public repositories need none. */
  token?: (() => Promise<string>) | undefined;
}

const commitSchema = z.object({
  hash: z.string().check(z.regex(/^[0-9a-f]{40}$/)),
  message: z.string(),
  author: z.object({
    raw: z.optional(z.string()),
    user: z.optional(z.nullable(z.object({ nickname: z.optional(z.string()), display_name: z.optional(z.string()) }))),
  }),
});
const refSchema = z.object({ name: z.string(), target: commitSchema });
const COMMIT = /^[0-9a-f]{40}$/;
const SHORT_HASH = /^[0-9a-f]{4,40}$/;

const REMEDY =
  'give the token in the secret bakewatch/bitbucket-token read access to this repository (installation.bitbucketToken), or mend its id and name in bakewatch.yaml';

/**
 * Bitbucket Cloud's REST API, version 2.0. Repositories are asked for by their UUID in their workspace: a name can be taken over.
 * https://developer.atlassian.com/cloud/bitbucket/rest/intro/
 */
export function bitbucketSourceHost({ apiUrl, token }: BitbucketOptions): SourceHost {
  const get = async (path: string): Promise<unknown> => {
    const secret = await token?.();
    return askRest({
      host: 'Bitbucket',
      url: `${apiUrl}/2.0/repositories/${path}`,
      headers: secret ? { authorization: `Bearer ${secret}` } : {},
      remedy: REMEDY,
    });
  };

  /** Undefined: not there, although the repository is; Bitbucket answers 404 for what we may not see, too. */
  async function ask({ id, name }: Repository, path: string): Promise<unknown> {
    const [workspace = ''] = name.split('/');
    const repository = `${encodeURIComponent(workspace)}/${encodeURIComponent(idAtHost(id))}`;
    const found = await get(`${repository}/${path}`);
    if (found === undefined && (await get(repository)) === undefined)
      throw new RepositoryUnreadable(`Bitbucket answers 404 for the repository ${idAtHost(id)} (${name}): ${REMEDY}`);
    return found;
  }

  async function refOf(repository: Repository, kind: 'branches' | 'tags', name: string) {
    const found = await ask(repository, `refs/${kind}/${name.split('/').map(encodeURIComponent).join('/')}`);
    const ref = found === undefined ? undefined : refSchema.parse(found);
    return ref?.name === name ? toCommit(ref.target) : undefined;
  }

  return {
    head: async (repository, branch) => (await refOf(repository, 'branches', branch)) ?? 'no branch',
    async isOnBranch(repository, branch, sha) {
      const tip = COMMIT.test(branch) ? { sha: branch } : await refOf(repository, 'branches', branch);
      if (tip === undefined) return 'gone';
      if (tip.sha === sha) return 'tip';
      const base = await ask(repository, `merge-base/${tip.sha}..${encodeURIComponent(sha)}`);
      return base !== undefined && commitSchema.parse(base).hash === sha ? 'yes' : 'gone';
    },
    async resolve(repository, name) {
      const found = SHORT_HASH.test(name) ? await ask(repository, `commit/${name}`) : undefined;
      if (found !== undefined) return toCommit(commitSchema.parse(found));
      return (await refOf(repository, 'branches', name)) ?? (await refOf(repository, 'tags', name));
    },
  };
}

function toCommit({ hash, message, author }: z.infer<typeof commitSchema>): HostedCommit {
  const said = message.replace(/\n+$/, '');
  // `Amy <amy@example.com>`
  const claimed = author.raw?.replace(/ *<[^<>]*>$/, '') ?? '';
  return { sha: hash, message: said, ...shownOf(author.user?.nickname ?? author.user?.display_name ?? claimed, said) };
}
