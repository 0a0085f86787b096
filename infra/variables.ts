import type { Config } from '#core/config/schema.ts';
import { EXTERNAL_ID } from '#functions/compose/env.ts';
import { GITHUB_HOOKS, GITHUB_TOKEN_SECRET } from '#functions/find-lost-pushes/env.ts';
import { SLACK_TEAMS } from '#functions/receive-slack/env.ts';
import { FIXED_VARIABLES, GITHUB_SECRET, STATE_MACHINE, STATE_MACHINE_ALIAS } from './installation.ts';
import { arnAt } from './permissions/grant.ts';

/** Every variable that a function may ask for, as an account gives it. */
export function variablesFor({ installation, services }: Config, region: string): Record<string, string> {
  const hooks = Object.values(services).flatMap(({ repository: { id, hook } }) => (hook ? [`${id}=${hook}`] : []));
  return {
    ...FIXED_VARIABLES,
    STATE_MACHINE_ARN: arnAt('states', {}, `stateMachine:${STATE_MACHINE}:${STATE_MACHINE_ALIAS}`),
    GITHUB_API_URL: 'https://api.github.com',
    REPOSITORY_URL: 'https://github.com',
    CONSOLE_URL: `https://${region}.console.aws.amazon.com`,
    [SLACK_TEAMS]: installation.slackTeams.join(','),
    [GITHUB_HOOKS]: [...new Set(hooks)].join(','),
    ...(installation.githubToken ? { [GITHUB_TOKEN_SECRET]: GITHUB_SECRET } : {}),
    ...(installation.externalId ? { [EXTERNAL_ID]: installation.externalId } : {}),
  };
}
