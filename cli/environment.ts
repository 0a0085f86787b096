/** What of the environment the command line reads; for its reference. */
export const ENVIRONMENT: readonly (readonly [name: string, meaning: string])[] = [
  ['BAKEWATCH_AWS', 'set to anything: as --aws'],
  [
    'AWS_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, ...',
    'credentials and region, as the AWS CLI has them; --profile and --region go before',
  ],
  ['AWS_ENDPOINT_URL', 'where AWS is asked instead, as the SDK has it'],
  ['GITHUB_TOKEN, GITHUB_API_URL', 'with which token, and where, init asks GitHub for the number of a repository'],
  ['NO_COLOR', 'set to anything: no colours; without a terminal there are none either'],
];

/** What every command may end with; further ones are said with the command. */
export const EXIT_CODES: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'done'],
  ['1', 'what was asked for turned out otherwise: refused, failed, not known, not well'],
  ['2', 'the call was wrong: an unknown option, a mistake in the configuration, nothing of that name'],
  ['3', 'Bakewatch does not run where it was looked for, or cannot be reached'],
  ['130', 'Ctrl-C before it was over'],
];
