import type { Expected } from '#core/doctor/judge-installation.ts';
import type { Host } from '#core/intake/repository-id.ts';
import type { Installed } from '#core/ports/checkup.ts';
import { alarms } from '#infra/alarms.ts';
import {
  BITBUCKET_SECRET,
  BITBUCKET_WEBHOOK_SECRET,
  functionName,
  functionsFor,
  GITHUB_SECRET,
  GITLAB_SECRET,
  GITLAB_WEBHOOK_SECRET,
  rulesFor,
  SLACK_SECRET,
  SLACK_SIGNING_SECRET,
  STATE_MACHINE,
  STATE_MACHINE_ALIAS,
  STREAMS,
  WEBHOOK_SECRET,
} from '#infra/installation.ts';

/** Whose values a person puts in; on one machine Slack and GitHub are its own, and nobody does. */
const GIVEN = [
  { name: SLACK_SECRET, without: 'messages do not reach Slack' },
  { name: SLACK_SIGNING_SECRET, without: 'clicks in Slack are refused' },
  { name: GITHUB_SECRET, without: 'private repositories cannot be asked; public ones need none' },
];

/** What an installation has besides, where repositories are at these hosts. */
const BESIDES = {
  gitlab: {
    secrets: [GITLAB_WEBHOOK_SECRET, GITLAB_SECRET],
    given: [{ name: GITLAB_SECRET, without: 'private projects at GitLab cannot be asked; public ones need none' }],
  },
  bitbucket: {
    secrets: [BITBUCKET_WEBHOOK_SECRET, BITBUCKET_SECRET],
    given: [
      { name: BITBUCKET_SECRET, without: 'private repositories at Bitbucket cannot be asked; public ones need none' },
    ],
  },
};
const of = (hosts: ReadonlySet<Host>) =>
  (['gitlab', 'bitbucket'] as const).filter((host) => hosts.has(host)).map((host) => BESIDES[host]);

/** What an installation consists of, and what is expected of it. */
export function installationOf({ isInAccount, hosts }: { isInAccount: boolean; hosts: ReadonlySet<Host> }): {
  installed: Installed;
  expected: Expected;
} {
  // What they watch is not asked: their names are the same everywhere.
  const known = alarms({ stateMachineArn: '' });
  return {
    installed: {
      functions: functionsFor(hosts).map(({ name }) => functionName(name)),
      readers: STREAMS.map((stream) => functionName(stream.function)),
      stateMachine: STATE_MACHINE,
      alias: STATE_MACHINE_ALIAS,
      rules: rulesFor(hosts).map(({ name }) => name),
      secrets: [
        ...(hosts.has('github') ? [WEBHOOK_SECRET] : []),
        SLACK_SIGNING_SECRET,
        SLACK_SECRET,
        GITHUB_SECRET,
        ...of(hosts).flatMap(({ secrets }) => secrets),
      ],
      alarms: known.map(({ name }) => name),
    },
    expected: {
      alias: STATE_MACHINE_ALIAS,
      alarms: Object.fromEntries(known.map(({ name, pages, runbook }) => [name, { pages, runbook }])),
      given: isInAccount ? [...GIVEN, ...of(hosts).flatMap(({ given }) => given)] : [],
    },
  };
}
