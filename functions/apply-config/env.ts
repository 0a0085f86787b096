/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE'] as const;

/** The configuration lies beside the bundle in its archive, checked and with its defaults. */
export const CONFIG_FILE = 'config.json';
