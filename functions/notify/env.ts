/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE', 'SLACK_TOKEN_SECRET', 'CONSOLE_URL', 'REPOSITORY_URL'] as const;

/** Where GitLab's pages are, when some repository is there; Bitbucket's only on one machine. */
export const GITLAB_URL = 'GITLAB_URL';
export const BITBUCKET_URL = 'BITBUCKET_URL';
/** Only on one machine, where Slack is an inbox: where its Web API is. */
export const SLACK_API_URL = 'SLACK_API_URL';
