import type { Execution } from './execution.ts';

const REDRIVABLE_MS = 14 * 24 * 3600 * 1000;
const MAX_REDRIVABLE_EVENTS = 24_999;

export interface Redrivable {
  redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE';
  redriveStatusReason: string | null;
}

/** May this execution be redriven now, and if not, why? https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
export function redrivable(execution: Execution, now: number): Redrivable {
  const reason = refusal(execution, now);
  return { redriveStatus: reason ? 'NOT_REDRIVABLE' : 'REDRIVABLE', redriveStatusReason: reason ?? null };
}

function refusal({ status, stoppedAt, lastEvent }: Execution, now: number): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (now - (stoppedAt ?? now) > REDRIVABLE_MS)
    return 'Execution history has exceeded the redrivable period of 14 days';
  if (lastEvent >= MAX_REDRIVABLE_EVENTS) return 'Execution history event limit exceeded';
  return undefined;
}
