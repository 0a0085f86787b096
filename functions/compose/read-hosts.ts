import { BITBUCKET_API_URL, BITBUCKET_TOKEN_SECRET, GITLAB_TOKEN_SECRET, GITLAB_URL } from './env.ts';

/** Where the hosts besides GitHub are asked, and the secrets with their tokens; by default where they are for everybody. */
export interface OtherHosts {
  gitlab: { url: string; tokenSecret: string | undefined };
  bitbucket: { apiUrl: string; tokenSecret: string | undefined };
}

export const readHosts = (env: Record<string, string | undefined>): OtherHosts => ({
  gitlab: { url: env[GITLAB_URL] ?? 'https://gitlab.com', tokenSecret: env[GITLAB_TOKEN_SECRET] },
  bitbucket: {
    apiUrl: env[BITBUCKET_API_URL] ?? 'https://api.bitbucket.org',
    tokenSecret: env[BITBUCKET_TOKEN_SECRET],
  },
});
