/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE', 'GITLAB_WEBHOOK_SECRET_ID', 'GITLAB_URL'] as const;

/** The secret with GitLab's token, where a project is private. */
export const GITLAB_TOKEN_SECRET = 'GITLAB_TOKEN_SECRET';
