/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE'] as const;
