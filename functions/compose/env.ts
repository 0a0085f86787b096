/**
 * What the roles of targets in other accounts ask for besides the caller. Every function that reaches targets may be given it; without it none is sent.
 */
export const EXTERNAL_ID = 'EXTERNAL_ID';

/** Where GitLab is, when some repository is there; and the secret with its token, where projects are private. */
export const GITLAB_URL = 'GITLAB_URL';
export const GITLAB_TOKEN_SECRET = 'GITLAB_TOKEN_SECRET';
/** Where Bitbucket's API is, only on one machine; and the secret with its token, where repositories are private. */
export const BITBUCKET_API_URL = 'BITBUCKET_API_URL';
export const BITBUCKET_TOKEN_SECRET = 'BITBUCKET_TOKEN_SECRET';
/** What a function may be given that asks whatever host a repository is at. */
export const OTHER_HOSTS = [GITLAB_URL, GITLAB_TOKEN_SECRET, BITBUCKET_API_URL, BITBUCKET_TOKEN_SECRET] as const;
