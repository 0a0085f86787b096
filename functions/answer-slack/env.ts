/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE', 'OBEY_COMMAND_FUNCTION', 'EXPLAIN_COMMIT_FUNCTION'] as const;

/** Only on one machine, where Slack is an inbox: where its addresses for answers are. */
export const SLACK_ANSWERS_ORIGIN = 'SLACK_ANSWERS_ORIGIN';
