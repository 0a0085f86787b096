/** Where repositories live. */
export const HOSTS = ['github', 'gitlab', 'bitbucket', 'ecr'] as const;
export type Host = (typeof HOSTS)[number];

/**
 * A repository, by what its host calls it for ever. GitHub's is its plain number, as in every ledger of before; what others count
 * is spelled with their host, so that no two are ever one: `gitlab:42`, `bitbucket:{fbd7ba25-…}`. In ECR, where images are that something else has built, it
 * is the repository's name: `ecr:team/hello`. A tag is the branch there, and the first 40 hex digits of an image's digest stand for the
 * commit (`sha`): as many as a commit has, and more than anybody can make collide by chance.
 */
export type RepositoryId = number | `gitlab:${number}` | `bitbucket:{${string}}` | `ecr:${string}`;

const GITLAB = /^gitlab:[1-9]\d{0,15}$/;
const BITBUCKET = /^bitbucket:\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/;
const ECR = /^ecr:[a-z0-9]+([._/-][a-z0-9]+)*$/;

/** As the ledger has it; anything else is none. */
export const isRepositoryId = (value: unknown): value is RepositoryId =>
  typeof value === 'number' || (typeof value === 'string' && [GITLAB, BITBUCKET, ECR].some((form) => form.test(value)));

export function hostOf(id: RepositoryId): Host {
  if (typeof id === 'number') return 'github';
  if (id.startsWith('ecr:')) return 'ecr';
  return id.startsWith('gitlab:') ? 'gitlab' : 'bitbucket';
}

/** What the host itself calls it: `42`, `{fbd7ba25-…}`. */
export const idAtHost = (id: RepositoryId): string => String(id).replace(/^[a-z]+:/, '');

/** As people read it. */
export const HOST_NAMES: Record<Host, string> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  bitbucket: 'Bitbucket',
  ecr: 'Amazon ECR',
};
