import type { Acceptance } from '#functions/steps/intake/accept-push.ts';
import type { WebhookAnswer } from './webhook-answer.ts';

const STATUS = { accepted: 202, duplicate: 200, ignored: 200, 'unknown repository': 404 } as const;

/** What a delivery is answered with: most hosts tell of one ref at a time, Bitbucket of all that one push moved. */
export function joinAcceptances(accepted: Acceptance[]): WebhookAnswer {
  const statuses = accepted.map(({ kind }) => STATUS[kind]);
  const status = statuses.includes(202) ? 202 : (statuses[0] ?? 200);
  return {
    status,
    message: accepted.map(({ message }) => message).join('; '),
    releases: accepted.flatMap(({ releases }) => releases),
  };
}
