/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['STATE_MACHINE_ARN', 'BAKEWATCH_TABLE', 'CONSOLE_URL'] as const;
