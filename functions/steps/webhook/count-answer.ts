import { countOutcome } from '#functions/compose/count-outcome.ts';
import type { WebhookAnswer } from './webhook-answer.ts';

const OUTCOMES: Record<number, string> = {
  200: 'passed over',
  202: 'accepted',
  401: 'unauthentic',
  404: 'unknown repository',
  503: 'unavailable',
};

/** The log line that counts an answer to a webhook. Alarms watch `unavailable`. */
export const countAnswer = ({ status }: Pick<WebhookAnswer, 'status'>, now: number): string =>
  countOutcome('Webhooks', OUTCOMES[status] ?? 'malformed', now);
