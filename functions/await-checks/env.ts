/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE', 'GITHUB_API_URL'] as const;

/** The secret with GitHub's token, where a repository is private. It must be allowed to read checks and commit statuses. */
export const GITHUB_TOKEN_SECRET = 'GITHUB_TOKEN_SECRET';
