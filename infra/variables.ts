import { hostsOf } from '#core/config/hosts-of.ts';
import type { Config } from '#core/config/schema.ts';
import { BITBUCKET_TOKEN_SECRET, EXTERNAL_ID, GITLAB_TOKEN_SECRET, GITLAB_URL } from '#functions/compose/env.ts';
import { GITHUB_HOOKS, GITHUB_TOKEN_SECRET } from '#functions/find-lost-pushes/env.ts';
import { SLACK_TEAMS } from '#functions/receive-slack/env.ts';
import {
  BITBUCKET_SECRET,
  FIXED_VARIABLES,
  GITHUB_SECRET,
  GITLAB_SECRET,
  STATE_MACHINE,
  STATE_MACHINE_ALIAS,
} from './installation.ts';
import { arnAt } from './permissions/grant.ts';

/** Every variable that a function may ask for, as an account gives it. */
export function variablesFor(config: Config, region: string): Record<string, string> {
  const { installation, services } = config;
  const hosts = hostsOf(config);
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
    ...(hosts.has('gitlab') ? { [GITLAB_URL]: installation.gitlabUrl ?? 'https://gitlab.com' } : {}),
    ...(hosts.has('gitlab') && installation.gitlabToken ? { [GITLAB_TOKEN_SECRET]: GITLAB_SECRET } : {}),
    ...(hosts.has('bitbucket') && installation.bitbucketToken ? { [BITBUCKET_TOKEN_SECRET]: BITBUCKET_SECRET } : {}),
    ...(installation.externalId ? { [EXTERNAL_ID]: installation.externalId } : {}),
  };
}
