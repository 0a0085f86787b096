/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE', 'SLACK_TOKEN_SECRET', 'CONSOLE_URL', 'REPOSITORY_URL'] as const;

/** Only on one machine, where Slack is an inbox: where its Web API is. */
export const SLACK_API_URL = 'SLACK_API_URL';
