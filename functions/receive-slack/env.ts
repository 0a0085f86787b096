/** The environment variables of this function: deploy time sets them, run time reads them. */
export const ENV = ['SLACK_SIGNING_SECRET_ID', 'OBEY_COMMAND_FUNCTION', 'ANSWER_SLACK_FUNCTION'] as const;

/**
 * Workspaces and organisations whose people may press buttons besides the one where the app is installed, by their ids:
 * `T012AB3C4,E056DE7F8`. Without it nobody from outside does, in a shared channel neither.
 */
export const SLACK_TEAMS = 'SLACK_TEAMS';
