/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['STATE_MACHINE_ARN'] as const;
