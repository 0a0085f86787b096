import { countOutcome } from '#functions/compose/count-outcome.ts';
import type { SlackOutcome } from './receive-slack.ts';

/** The log line that counts a click by what became of it. An alarm watches `unavailable`. */
export const countClick = (outcome: SlackOutcome, now: number): string => countOutcome('Clicks', outcome, now);
