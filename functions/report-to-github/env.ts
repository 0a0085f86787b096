/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE', 'GITHUB_API_URL', 'CONSOLE_URL'] as const;

/** The name of the secret with the token. Without one nothing is reported. */
export const GITHUB_TOKEN_SECRET = 'GITHUB_TOKEN_SECRET';
