import { EVENT_SOURCE } from '#core/cdevents/event-source.ts';
import { CHECKS_CHANGED } from '#core/checks/checks-changed.ts';
import { wakeKeys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { wake } from '#functions/steps/wake.ts';

/** What resume-waits reads of an EventBridge event; everything else in it is not trusted with anything. */
export interface WakingEvent {
  source: string;
  'detail-type': string;
  resources?: string[] | undefined;
  detail?:
    | { alarmName?: unknown; serviceArn?: unknown; group?: unknown; repositoryId?: unknown; sha?: unknown }
    | undefined;
}

/** An event wakes; it never decides. Forged, late and repeated ones cost one look at the world. Returns the number of waits woken. */
export async function resumeWaits(ports: { table: Table; tokens: Tokens }, event: WakingEvent): Promise<number> {
  return wake(ports, keysOf(event));
}

export function keysOf(event: WakingEvent): string[] {
  if (event.source === 'aws.cloudwatch') {
    const name = event.detail?.alarmName;
    return typeof name === 'string' ? [wakeKeys.alarm(name)] : [];
  }
  if (event.source === 'aws.ecs') {
    const arns = [event.detail?.serviceArn, ...(event.resources ?? [])];
    return [...new Set(arns.filter((arn) => typeof arn === 'string' && arn.includes(':service/')))].map((arn) =>
      wakeKeys.service(arn as string),
    );
  }
  if (event.source === EVENT_SOURCE && event['detail-type'] === CHECKS_CHANGED) {
    const { repositoryId, sha } = event.detail ?? {};
    return typeof repositoryId === 'number' && typeof sha === 'string' ? [wakeKeys.checks(repositoryId, sha)] : [];
  }
  return [];
}
