/** The environment variables of this function: deploy time sets them, run time reads them. CONFIG_FILE lies beside the bundle. */
export const ENV = ['BAKEWATCH_TABLE', 'CONFIG_FILE'] as const;
