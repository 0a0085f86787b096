/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE', 'BITBUCKET_WEBHOOK_SECRET_ID'] as const;
