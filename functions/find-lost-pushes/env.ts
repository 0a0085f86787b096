/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['BAKEWATCH_TABLE', 'GITHUB_API_URL'] as const;

/** The secret with GitHub's token or a GitHub App: to read private repositories, and to have failed deliveries sent again. */
export const GITHUB_TOKEN_SECRET = 'GITHUB_TOKEN_SECRET';
/** The webhooks by their repositories' numbers, where they are not the App's: `35129377=1234567,42=7654321`. */
export const GITHUB_HOOKS = 'GITHUB_HOOKS';
