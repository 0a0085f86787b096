/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE', 'STATE_MACHINE_ARN'] as const;
