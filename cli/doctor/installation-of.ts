import type { Expected } from '#core/doctor/judge-installation.ts';
import type { Installed } from '#core/ports/checkup.ts';
import { alarms } from '#infra/alarms.ts';
import {
  EVENT_RULES,
  FUNCTIONS,
  functionName,
  GITHUB_SECRET,
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

/** What an installation consists of, and what is expected of it. */
export function installationOf(where: { isInAccount: boolean }): { installed: Installed; expected: Expected } {
  // What they watch is not asked: their names are the same everywhere.
  const known = alarms({ stateMachineArn: '' });
  return {
    installed: {
      functions: FUNCTIONS.map(({ name }) => functionName(name)),
      readers: STREAMS.map((stream) => functionName(stream.function)),
      stateMachine: STATE_MACHINE,
      alias: STATE_MACHINE_ALIAS,
      rules: EVENT_RULES.map(({ name }) => name),
      secrets: [WEBHOOK_SECRET, SLACK_SIGNING_SECRET, SLACK_SECRET, GITHUB_SECRET],
      alarms: known.map(({ name }) => name),
    },
    expected: {
      alias: STATE_MACHINE_ALIAS,
      alarms: Object.fromEntries(known.map(({ name, pages, runbook }) => [name, { pages, runbook }])),
      given: where.isInAccount ? GIVEN : [],
    },
  };
}
