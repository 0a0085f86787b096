import type { Visit, VisitStatus } from './visit.ts';

/** A new attempt: what was wrong with the one before is only its own. */
export function forget(visit: Visit): void {
  delete visit.error;
  delete visit.cause;
}

export function take(failed: { error?: string; cause?: string }, details: Record<string, unknown>): void {
  if (typeof details['error'] === 'string') failed.error = details['error'];
  if (typeof details['cause'] === 'string') failed.cause = details['cause'];
}

export function close(visit: Visit, status: VisitStatus, at: number): void {
  visit.status = status;
  visit.endedAt ??= at;
}

/** A redrive takes up what had failed or was cancelled. */
export function reopen(visit: Visit): void {
  forget(visit);
  delete visit.failedIn;
  delete visit.endedAt;
  visit.status = 'in progress';
}

export const isTornOff = ({ status }: Visit): boolean => status === 'failed' || status === 'cancelled';
